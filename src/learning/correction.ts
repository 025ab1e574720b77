import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { correctReview } from './cards/correct-review.ts'
import { replayItem } from './item-history.ts'
import { countAsRight } from './statistics/aggregates.ts'
import type { Verdict } from './verdict.ts'
import { xpFor } from './xp.ts'

/** A past answer that was judged wrong, and what it concerns. */
export interface WrongAnswer {
  userId: string
  sessionId: string
  number: number
  courseId: string
  itemIds: readonly string[]
  groupId: string
}

/**
 * Makes a wrong answer a right one, with all that follows: its review, what is known of its items, the statistics, the
 * summary of its session, and its XP, as a further entry of the ledger for the session's day. Gives the XP gained: none where the session
 * is still open, and `undefined` where the answer is right already. The learner's row must be locked for update, so that
 * no answer and no completion comes between.
 */
export async function correctAnswer(
  trx: Transaction<Database>,
  wrong: WrongAnswer,
  verdict: Verdict,
  now: Temporal.Instant
): Promise<number | undefined> {
  const { userId, sessionId, number, courseId, itemIds } = wrong
  const corrected = await trx
    .updateTable('answers')
    .set({ verdict: JSON.stringify(verdict), correct: true, group_id: null })
    .where('user_id', '=', userId)
    .where('session_id', '=', sessionId)
    .where('number', '=', number)
    .where('correct', '=', false)
    .returning('counted')
    .executeTakeFirst()
  if (!corrected) return undefined
  if (corrected.counted) await countAsRight(trx, wrong)
  await correctReview(trx, wrong, verdict)
  for (const itemId of itemIds) await replayItem(trx, userId, courseId, itemId)
  return correctSession(trx, wrong, now)
}

async function correctSession(
  trx: Transaction<Database>,
  { userId, sessionId, number }: WrongAnswer,
  now: Temporal.Instant
): Promise<number> {
  const session = await trx
    .selectFrom('study_sessions')
    .select(['correct', 'wrong', 'xp', 'repetition', 'day', 'time_zone as timeZone'])
    .where('user_id', '=', userId)
    .where('id', '=', sessionId)
    .where('completed_at', 'is not', null)
    .executeTakeFirst()
  // An open one counts its answers when it is completed.
  if (!session) return 0
  const correct = session.correct! + 1
  const wrong = session.wrong! - 1
  const xp = xpFor(correct, wrong, session.repetition!)
  const gained = xp - session.xp!
  await trx
    .updateTable('study_sessions')
    .set({ correct, wrong, xp })
    .where('user_id', '=', userId)
    .where('id', '=', sessionId)
    .execute()
  if (gained > 0) {
    await trx
      .insertInto('xp_entries')
      .values({
        user_id: userId,
        source: `correction:${sessionId}:${number}`,
        amount: gained,
        day: session.day!,
        time_zone: session.timeZone!,
        earned_at: now.toString()
      })
      .execute()
  }
  return gained
}
