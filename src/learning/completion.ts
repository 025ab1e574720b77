import { sql, type Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { localDay } from './days.ts'
import { summaryColumns, summaryOf } from './session-queries.ts'
import type { Summary } from './study-session.ts'
import { xpFor } from './xp.ts'

/**
 * Completes a study session: counts it, and books its XP under a source that no second booking can have. Again, it gives
 * the same summary. Throws `NotFound`, and `Conflict` while exercises are unanswered.
 */
export function completeStudySession(
  db: Db,
  userId: string,
  id: string,
  now: Temporal.Instant,
  signal?: AbortSignal
): Promise<Summary> {
  return transaction(
    db,
    async (trx) => {
      // One completion of a learner's at a time: a second sees that the first is done, or what it repeats.
      const learner = await lockLearner(trx, userId)
      const session = await findSession(trx, userId, id)
      if (!learner || !session) throw new NotFound(`You have no study session ${id}`)
      const earlier = summaryOf(session)
      if (earlier) return earlier

      const { exercises, answered, correct } = await countAnswers(trx, userId, id)
      if (answered < exercises) {
        throw new Conflict(`${exercises - answered} of ${exercises} exercises are not answered yet`)
      }
      const { timeZone, dayStartHour } = learner
      const day = localDay(now, timeZone, dayStartHour)
      const wrong = exercises - correct
      const repetition = await countRepetitions(trx, userId, session.courseId, session.skillId, day)
      const result = { day, correct, wrong, xp: xpFor(correct, wrong, repetition) }
      const completedAt = now.round('millisecond').toString({ smallestUnit: 'millisecond' })
      await trx
        .updateTable('study_sessions')
        .set({ ...result, repetition, completed_at: completedAt, time_zone: timeZone })
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .execute()
      await trx
        .insertInto('xp_entries')
        .values({
          user_id: userId,
          source: `study-session:${session.id}`,
          amount: result.xp,
          day,
          time_zone: timeZone,
          earned_at: completedAt
        })
        .execute()
      return summaryOf({ ...result, completedAt })!
    },
    signal
  )
}

const lockLearner = (trx: Transaction<Database>, userId: string) =>
  trx
    .selectFrom('users')
    .select(['time_zone as timeZone', 'day_start_hour as dayStartHour'])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()

const findSession = (trx: Transaction<Database>, userId: string, id: string) =>
  trx
    .selectFrom('study_sessions')
    .select(['id', 'course_id as courseId', 'skill_id as skillId'])
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

const countRepetitions = async (
  trx: Transaction<Database>,
  userId: string,
  courseId: string,
  skillId: string | null,
  day: string
): Promise<number> => {
  const { repetitions } = await trx
    .selectFrom('study_sessions')
    .select((row) => row.fn.countAll<number>().as('repetitions'))
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('skill_id', skillId === null ? 'is' : '=', skillId)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return repetitions
}
