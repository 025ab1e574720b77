import { sql } from 'kysely'
import { xpFor } from '../../learning/xp.ts'
import type { Check, Fault } from '../check.ts'

/** A completed study session has earned what its answers and its repetition on that day come to. */
export const sessionXp: Check = async (db, ids) => {
  const sessions = await db
    .selectFrom('study_sessions')
    .select(['user_id as user', 'id', 'correct', 'wrong', 'xp', 'repetition'])
    .where('user_id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('completed_at', 'is not', null)
    .execute()
  return sessions.flatMap(({ user, id, correct, wrong, xp, repetition }): Fault[] => {
    const earned = xpFor(correct!, wrong!, repetition!)
    return xp === earned ? [] : [{ user, thing: `study_sessions ${id}`, expected: `${earned} XP`, found: `${xp} XP` }]
  })
}
