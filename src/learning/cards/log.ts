import { sql } from 'kysely'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import type { Direction } from '../exercises/direction.ts'
import type { Rating } from '../reviews/card.ts'
import type { LoggedReview } from '../reviews/schedule.ts'
import type { CardId } from './stored-card.ts'

/** What tells a review of a card from its others, and which of two at the same moment comes first. */
export const reviewKey = (sessionId: string, number: number): string =>
  `${sessionId}:${String(number).padStart(4, '0')}`

/** The reviews of one card, as they count by now: of those that were corrected the latest rating. In no order. */
export async function readLog(
  db: Db,
  userId: string,
  { courseId, itemId, direction }: CardId
): Promise<LoggedReview[]> {
  return (await selectLog(db, userId, courseId, itemId, direction)).map(loggedReview)
}

/** A row of the log as the rules take it. */
export const loggedReview = (row: {
  sessionId: string
  number: number
  rating: number
  at: string
  day: string
}): LoggedReview => ({
  key: reviewKey(row.sessionId, row.number),
  rating: row.rating as Rating,
  at: row.at,
  day: row.day
})

const selectLog = compiled((db, userId: string, courseId: string, itemId: string, direction: Direction) =>
  db
    .selectFrom('reviews')
    .distinctOn(['session_id', 'number'])
    .select(['session_id as sessionId', 'number', 'rating', 'reviewed_at as at', 'day'])
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('item_id', '=', itemId)
    .where('direction', '=', direction)
    .orderBy('session_id')
    .orderBy('number')
    .orderBy('correction', 'desc')
)

/** Appends to the log what the review of an answer is rated by now; nothing where it was not logged. */
export const correctReviews = compiled(
  (_db, userId: string, sessionId: string, number: number, rating: number) => sql<{ itemId: string }>`
    insert into reviews (
      user_id, session_id, number, item_id, correction, course_id, direction, rating, reviewed_at, day, duration_ms
    )
    select distinct on (item_id)
      user_id, session_id, number, item_id, correction + 1, course_id, direction, ${rating}::smallint, reviewed_at, day,
      duration_ms
    from reviews
    where user_id = ${userId} and session_id = ${sessionId} and number = ${number}
    order by item_id, correction desc
    returning item_id as "itemId"`
)

/** Appends to the log that the review of an answer is another by now: of each item its rating, when it was, and its day. */
export const replaceReviews = compiled(
  (
    _db,
    userId: string,
    sessionId: string,
    number: number,
    ratings: string,
    at: string,
    day: string,
    durationMs: number | null
  ) => sql`
    insert into reviews (
      user_id, session_id, number, item_id, correction, course_id, direction, rating, reviewed_at, day, duration_ms
    )
    select distinct on (item_id)
      user_id, session_id, number, item_id, correction + 1, course_id, direction,
      (${ratings}::jsonb ->> item_id::text)::smallint, ${at}::timestamptz, ${day}::date, ${durationMs}::integer
    from reviews
    where user_id = ${userId} and session_id = ${sessionId} and number = ${number}
    order by item_id, correction desc`
)
