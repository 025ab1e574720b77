import { sql } from 'kysely'
import { type CompletedSession, xpOfDay } from '../../learning/xp.ts'
import type { Check, Fault } from '../check.ts'

/** Completed study sessions have earned what their answers, and the sessions that they repeat, come to. */
export const sessionXp: Check = async (db, ids) => {
  const { rows } = await sql<Row>`
    select user_id as "user", id, completed_at as "completedAt", correct, wrong, xp, repetition,
      concat_ws(' ', user_id, course_id, skill_id, day, case when kind = 'review' then id end) as repeated
    from study_sessions
    where user_id = any(${ids}::uuid[]) and completed_at is not null`.execute(db)
  return [...Map.groupBy(rows, ({ repeated }) => repeated).values()].flatMap(faultsOf)
}

interface Row extends CompletedSession {
  user: string
  /** What those share of which one repeats the other: a skill, or a course as a whole, on a day. */
  repeated: string
  xp: number | null
  repetition: number | null
}

function faultsOf(sessions: readonly Row[]): Fault[] {
  const rows = new Map(sessions.map((session) => [session.id, session]))
  return [...xpOfDay(sessions)].flatMap(([id, earned], place) => {
    const { user, xp, repetition } = rows.get(id)!
    if (xp === earned && repetition === place) return []
    return [{ user, thing: `study_sessions ${id}`, expected: told(earned, place), found: told(xp, repetition) }]
  })
}

const told = (xp: number | null, repetition: number | null) => `${xp} XP as repetition ${repetition}`
