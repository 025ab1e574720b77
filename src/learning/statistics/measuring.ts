import { sql } from 'kysely'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { findLearner } from '../cards/learner.ts'
import { loggedReview } from '../cards/log.ts'
import { predictionsOf } from '../reviews/predictions.ts'

/** So many cards are replayed between two pauses. */
const CARDS = 100

/**
 * Measures the retention of all learners who have answered since theirs was measured, each at most every 15 minutes, until
 * none is due or the signal is aborted. Any number of instances may do so at once: each learner is one's, and another's a
 * quarter of an hour later, should it die. Gives how many were measured.
 */
export async function measureRetention(db: Db, signal?: AbortSignal): Promise<number> {
  for (let measured = 0; ; measured++) {
    const [due] = signal?.aborted ? [] : await claimLearner(db)
    if (!due) return measured
    const { reviews, recalled, predicted } = await retentionOf(db, due.userId)
    await storeRetention(db, due.userId, due.changes, reviews, recalled, predicted)
  }
}

async function retentionOf(db: Db, userId: string) {
  const sum = { reviews: 0, recalled: 0, predicted: 0 }
  const settings = await findLearner(db, userId)
  if (!settings) return sum
  let after = { courseId: NIL, itemId: NIL, direction: '' }
  for (;;) {
    const rows = await selectLogs(db, userId, after.courseId, after.itemId, after.direction, CARDS)
    const logs = Map.groupBy(rows, ({ courseId, itemId, direction }) => [courseId, itemId, direction].join())
    for (const log of logs.values()) {
      for (const { predicted, recalled } of predictionsOf(log.map(loggedReview), settings)) {
        sum.reviews++
        sum.recalled += Number(recalled)
        sum.predicted += predicted
      }
    }
    if (logs.size < CARDS) return sum
    after = rows.at(-1)!
  }
}

const NIL = '00000000-0000-0000-0000-000000000000'

const claimLearner = compiled(
  () => sql<{ userId: string; changes: number }>`
    update learner_retention set next_measure_at = now() + interval '15 minutes'
    where user_id = (
      select user_id from learner_retention where changes > measured and next_measure_at <= now()
      order by next_measure_at limit 1 for update skip locked
    )
    returning user_id as "userId", changes`
)

/** What has changed meanwhile is measured the next time. */
const storeRetention = compiled(
  (_db, userId: string, changes: number, reviews: number, recalled: number, predicted: number) => sql`
    update learner_retention set
      reviews = ${reviews}, recalled = ${recalled}, predicted = ${predicted}, measured = greatest(measured, ${changes})
    where user_id = ${userId}`
)

interface LogRow {
  courseId: string
  itemId: string
  direction: string
  sessionId: string
  number: number
  rating: number
  at: string
  day: string
}

/** The logs of a page of cards, each review as it counts by now. */
const selectLogs = compiled(
  (_db, userId: string, courseId: string, itemId: string, direction: string, limit: number) => sql<LogRow>`
    with page as (
      select course_id, item_id, direction from cards
      where user_id = ${userId} and (course_id, item_id, direction) > (${courseId}::uuid, ${itemId}::uuid, ${direction}::text)
      order by course_id, item_id, direction limit ${limit}
    )
    select distinct on (course_id, item_id, direction, session_id, number)
      course_id as "courseId", item_id as "itemId", direction, session_id as "sessionId", number, rating,
      reviewed_at as at, day
    from page join reviews using (course_id, item_id, direction)
    where reviews.user_id = ${userId}
    order by course_id, item_id, direction, session_id, number, correction desc`
)
