import { sql, type Transaction } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Direction } from '../exercises/direction.ts'
import type { ExerciseKey } from '../exercises/schemas.ts'
import { ratingOf } from '../reviews/rating.ts'
import type { Verdict } from '../verdict.ts'
import { findLearner } from './learner.ts'
import { correctReviews } from './log.ts'
import { replayCards } from './replay-cards.ts'

/**
 * Rates an answer that was judged anew, of any kind but `match`: appends its rating to the log, and makes its cards anew.
 * The learner's row must be locked for update.
 */
export async function correctReview(
  trx: Transaction<Database>,
  { userId, sessionId, number, courseId }: { userId: string; sessionId: string; number: number; courseId: string },
  verdict: Verdict
): Promise<void> {
  const answered = await trx
    .selectFrom('answers')
    .innerJoin('study_exercises as exercise', (join) =>
      join
        .onRef('exercise.user_id', '=', 'answers.user_id')
        .onRef('exercise.session_id', '=', 'answers.session_id')
        .onRef('exercise.number', '=', 'answers.number')
    )
    .select(['answers.duration_ms as durationMs', 'exercise.direction'])
    .select(sql<ExerciseKey['kind']>`exercise.key->>'kind'`.as('kind'))
    .where('answers.user_id', '=', userId)
    .where('answers.session_id', '=', sessionId)
    .where('answers.number', '=', number)
    .executeTakeFirstOrThrow()
  const rating = ratingOf(verdict, answered.durationMs ?? undefined, answered.kind)
  const reviews = await correctReviews(trx, userId, sessionId, number, rating)
  const settings = await findLearner(trx, userId)
  const direction = answered.direction as Direction
  const cards = reviews.map(({ itemId }) => ({ courseId, itemId, direction }))
  await replayCards(trx, userId, cards, settings!)
}
