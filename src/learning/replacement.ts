import type { Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { type GivenAnswer, judge } from './answering.ts'
import { findAttempt } from './attempt.ts'
import { findLearner } from './cards/learner.ts'
import { replaceReviews } from './cards/log.ts'
import { replayCards } from './cards/replay-cards.ts'
import { recount } from './completion.ts'
import { type Answer, answerText } from './exercises/answer.ts'
import { replayItem } from './item-history.ts'
import { uncountAnswer } from './statistics/counting.ts'
import type { Verdict } from './verdict.ts'

/** An answer, and when it was given: an instant in ISO 8601. */
export interface TimedAnswer {
  answer: Answer
  answeredAt: string
}

/** Whether an answer goes before another to the same exercise: it was given earlier or, at the same moment, its text is less. */
export function precedes(one: TimedAnswer, other: TimedAnswer): boolean {
  const later = Date.parse(one.answeredAt) - Date.parse(other.answeredAt)
  return later === 0 ? answerText(one.answer) < answerText(other.answer) : later < 0
}

/**
 * Puts an answer in the place of one that it precedes, with all that follows: verdict, reviews, cards, progress, statistics,
 * the session's summary and XP. Gives its verdict, or `undefined` where it precedes none (any more). Throws what
 * `answerExercise` throws, except for `Conflict`.
 */
export function replaceAnswer(
  db: Db,
  userId: string,
  sessionId: string,
  number: number,
  given: GivenAnswer,
  at: Temporal.Instant
): Promise<Verdict | undefined> {
  return transaction(db, async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
    const standing = await findStanding(trx, userId, sessionId, number)
    if (!standing || !precedes({ ...given, answeredAt: at.toString() }, standing as TimedAnswer)) return undefined

    const attempt = await findAttempt(trx, userId, sessionId, number)
    const judged = judge(attempt, given, at)
    const { verdict, day, timeZone, durationMs = null, outcomes } = judged
    await uncountAnswer(trx, userId, sessionId, number)
    await trx
      .updateTable('answers')
      .set({ answer: JSON.stringify(judged.answer), verdict: JSON.stringify(verdict), answered_at: judged.at, day })
      .set({ correct: verdict.verdict !== 'wrong', group_id: judged.groupId })
      .set({ time_zone: timeZone, duration_ms: durationMs })
      .where('user_id', '=', userId)
      .where('session_id', '=', sessionId)
      .where('number', '=', number)
      .execute()
    const ratings = JSON.stringify(Object.fromEntries(outcomes.map(({ itemId, rating }) => [itemId, rating])))
    await replaceReviews(trx, userId, sessionId, number, ratings, judged.at, day, durationMs)
    const { courseId, direction, itemIds } = attempt
    const inOrder = itemIds.toSorted()
    const cards = inOrder.map((itemId) => ({ courseId, itemId, direction }))
    await replayCards(trx, userId, cards, (await findLearner(trx, userId))!)
    for (const itemId of inOrder) await replayItem(trx, userId, courseId, itemId)
    await recount(trx, userId, sessionId)
    return verdict
  })
}

const findStanding = (trx: Transaction<Database>, userId: string, sessionId: string, number: number) =>
  trx
    .selectFrom('answers')
    .select(['answer', 'answered_at as answeredAt'])
    .where('user_id', '=', userId)
    .where('session_id', '=', sessionId)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst()
