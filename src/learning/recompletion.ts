import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database } from '../database/database.ts'
import { bookFreezes } from './freeze-ledger.ts'
import { lockLearner, momentOf } from './learner.ts'
import { summaryColumns, summaryOf } from './session-queries.ts'
import { recordStudyDay, recountStudyDay } from './study-days.ts'
import type { Summary } from './study-session.ts'
import { bookXp, moveXp } from './xp-ledger.ts'

/** Whether a completion goes before another: it was earlier or, at the same moment, its zone's name is less. */
export const precedes = (one: { at: string; zone: string }, other: { at: string; zone: string }): boolean =>
  (Date.parse(one.at) - Date.parse(other.at) || (one.zone < other.zone ? -1 : 0)) < 0

/**
 * Has a packed session that is completed be completed earlier, as another device tells, with all that follows: its day, its
 * XP and that of what it repeats, and the freezes. Gives its summary: as it was where it was completed as early already or
 * is not packed, and null where it is not completed.
 */
export async function completeEarlier(
  trx: Transaction<Database>,
  userId: string,
  id: string,
  at: Temporal.Instant,
  timeZone: string
): Promise<Summary | null> {
  const clock = await lockLearner(trx, userId)
  const [session] = await selectSession(trx, userId, id)
  const summary = session ? summaryOf(session) : null
  if (!clock || !session || !summary) return null
  const moment = momentOf(at, { ...clock, timeZone })
  const { day, occurredAt } = moment
  const known = { at: summary.completedAt, zone: session.timeZone! }
  if (!session.packedAt || !precedes({ at: occurredAt, zone: timeZone }, known)) return summary

  await trx
    .updateTable('study_sessions')
    .set({ day, completed_at: occurredAt, time_zone: timeZone, ...(day !== summary.day && { repetition: null }) })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute()
  const booked = { ...session, userId }
  if (day !== summary.day) {
    await moveXp(trx, { ...booked, day: summary.day }, moment)
    await bookXp(trx, { ...booked, day: summary.day }, occurredAt)
  }
  await bookXp(trx, { ...booked, day }, occurredAt)
  await recountStudyDay(trx, userId, summary.day)
  await recordStudyDay(trx, userId, moment)
  await bookFreezes(trx, userId)
  return summaryOf((await selectSession(trx, userId, id))[0]!)
}

const selectSession = compiled((db, userId: string, id: string) =>
  db
    .selectFrom('study_sessions')
    .select([
      'id',
      'course_id as courseId',
      'skill_id as skillId',
      'kind',
      'time_zone as timeZone',
      'packed_at as packedAt'
    ])
    .select(summaryColumns)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`${id}::uuid`)
)
