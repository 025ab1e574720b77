import { sql, type Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { bookFreezes } from './freeze-ledger.ts'
import { lockLearner, momentOf } from './learner.ts'
import { summaryColumns, summaryOf } from './session-queries.ts'
import { recordStudyDay } from './study-days.ts'
import type { Summary } from './study-session.ts'
import { bookXp } from './xp-ledger.ts'

/**
 * Completes a study session at the instant `at`, which may be days ago, in the learner's time zone at that moment (their
 * profile's unless given): counts it, and books its day, its XP and the freezes, with what a late one changes of others.
 * Again, it gives the same summary. Throws `NotFound`, and `Conflict` while exercises are unanswered.
 */
export function completeStudySession(
  db: Db,
  userId: string,
  id: string,
  at: Temporal.Instant,
  { timeZone, signal }: { timeZone?: string; signal?: AbortSignal } = {}
): Promise<Summary> {
  return transaction(db, (trx) => completeWithin(trx, userId, id, at, timeZone), signal)
}

/** The same as a part of a transaction. */
export async function completeWithin(
  trx: Transaction<Database>,
  userId: string,
  id: string,
  at: Temporal.Instant,
  timeZone?: string
): Promise<Summary> {
  // One completion of a learner's at a time: a second sees that the first is done, or what it repeats.
  const clock = await lockLearner(trx, userId)
  const session = await findSession(trx, userId, id)
  if (!clock || !session) throw new NotFound(`You have no study session ${id}`)
  const earlier = summaryOf(session)
  if (earlier) return earlier

  const { exercises, answered, correct } = await countAnswers(trx, userId, id)
  if (answered < exercises) {
    throw new Conflict(`${exercises - answered} of ${exercises} exercises are not answered yet`)
  }
  const moment = momentOf(at, { ...clock, ...(timeZone && { timeZone }) })
  const { day, occurredAt } = moment
  await trx
    .updateTable('study_sessions')
    .set({ correct, wrong: exercises - correct, day, completed_at: occurredAt, time_zone: moment.timeZone })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute()
  await bookXp(trx, { ...session, userId, day }, occurredAt)
  if (await recordStudyDay(trx, userId, moment)) await bookFreezes(trx, userId)
  return summaryOf((await findSession(trx, userId, id))!)!
}

/** Counts the answers of a completed session anew, and books the difference; nothing while it is open. */
export async function recount(trx: Transaction<Database>, userId: string, id: string): Promise<void> {
  const session = await findSession(trx, userId, id)
  if (!session?.day || !session.completedAt) return
  const { exercises, correct } = await countAnswers(trx, userId, id)
  await trx
    .updateTable('study_sessions')
    .set({ correct, wrong: exercises - correct })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute()
  await bookXp(trx, { ...session, userId, day: session.day }, session.completedAt)
}

const findSession = (trx: Transaction<Database>, userId: string, id: string) =>
  trx
    .selectFrom('study_sessions')
    .select(['id', 'course_id as courseId', 'skill_id as skillId', 'kind'])
    .select(summaryColumns)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()

const countAnswers = (trx: Transaction<Database>, userId: string, id: string) =>
  trx
    .selectFrom('study_exercises as exercise')
    .leftJoin('answers', (join) =>
      join
        .onRef('answers.user_id', '=', 'exercise.user_id')
        .onRef('answers.session_id', '=', 'exercise.session_id')
        .onRef('answers.number', '=', 'exercise.number')
    )
    .select((row) => [
      row.fn.countAll<number>().as('exercises'),
      row.fn.count<number>('answers.number').as('answered'),
      sql<number>`count(*) filter (where answers.correct)`.as('correct')
    ])
    .where('exercise.user_id', '=', userId)
    .where('exercise.session_id', '=', id)
    .executeTakeFirstOrThrow()
