import { sql } from 'kysely'
import { type CompletedSession, xpOfDay } from '../../learning/xp.ts'
import type { Check, Fault } from '../check.ts'

/** The completed study sessions of a skill on a day have earned what their answers and their order come to. */
export const sessionXp: Check = async (db, ids) => {
  const { rows } = await sql<Row>`
    select user_id as "user", concat_ws(' ', user_id, course_id, skill_id, day) as skill_day,
      id, completed_at as "completedAt", correct, wrong, xp, repetition
    from study_sessions
    where user_id = any(${ids}::uuid[]) and completed_at is not null`.execute(db)
  const sessions = new Map(rows.map((row) => [row.id, row]))
  const groups = [...Map.groupBy(rows, (row) => row.skill_day).values()]
  return groups.flatMap((group) =>
    [...xpOfDay(group)].flatMap(([id, earned], place): Fault[] => {
      const { user, xp, repetition } = sessions.get(id)!
      if (xp === earned && repetition === place) return []
      const told = (xp: number | null, place: number | null) => `${xp} XP as repetition ${place}`
      return [{ user, thing: `study_sessions ${id}`, expected: told(earned, place), found: told(xp, repetition) }]
    })
  )
}

interface Row extends CompletedSession {
  user: string
  skill_day: string
  xp: number | null
  repetition: number | null
}
