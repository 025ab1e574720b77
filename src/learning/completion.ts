import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
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
  const [session] = await selectSession(trx, userId, id)
  if (!clock || !session) throw new NotFound(`You have no study session ${id}`)
  const earlier = summaryOf(session)
  if (earlier) return earlier

  const { exercises, answered, right: correct } = session
  if (answered < exercises) {
    throw new Conflict(`${exercises - answered} of ${exercises} exercises are not answered yet`)
  }
  const moment = momentOf(at, { ...clock, ...(timeZone && { timeZone }) })
  const { day, occurredAt } = moment
  const wrong = exercises - correct
  await updateCompleted(trx, userId, id, correct, wrong, day, occurredAt, moment.timeZone)
  const xp = (await bookXp(trx, { ...session, userId, day }, occurredAt))!
  if (await recordStudyDay(trx, userId, moment)) await bookFreezes(trx, userId)
  return summaryOf({ completedAt: occurredAt, day, correct, wrong, xp })!
}

/** Counts the answers of a completed session anew, and books the difference; nothing while it is open. */
export async function recount(trx: Transaction<Database>, userId: string, id: string): Promise<void> {
  const [session] = await selectSession(trx, userId, id)
  if (!session?.day || !session.completedAt) return
  const { exercises, right, day, completedAt, timeZone } = session
  await updateCompleted(trx, userId, id, right, exercises - right, day, completedAt, timeZone!)
  await bookXp(trx, { ...session, userId, day }, completedAt)
}

const updateCompleted = compiled(
  (db, userId: string, id: string, correct: number, wrong: number, day: string, at: string, timeZone: string) =>
    db
      .updateTable('study_sessions')
      .set({ correct, wrong, day, completed_at: at, time_zone: timeZone })
      .where('user_id', '=', userId)
      .where('id', '=', id)
)

/** A session, and what its answers come to by now. */
const selectSession = compiled((db, userId: string, id: string) =>
  db
    .selectFrom('study_sessions')
    .innerJoinLateral(
      (query) =>
        query
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
            sql<number>`count(*) filter (where answers.correct)`.as('right')
          ])
          .where('exercise.user_id', '=', userId)
          .where('exercise.session_id', '=', id)
          .as('counted'),
      (join) => join.onTrue()
    )
    .select(['id', 'course_id as courseId', 'skill_id as skillId', 'kind', 'time_zone as timeZone'])
    .select(['counted.exercises', 'counted.answered', 'counted.right'])
    .select(summaryColumns)
    .where('study_sessions.user_id', '=', userId)
    .where('study_sessions.id', '=', id)
)
