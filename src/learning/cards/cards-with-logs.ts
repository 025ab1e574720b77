import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import type { LoggedReview } from '../reviews/schedule.ts'
import { loggedReview } from './log.ts'
import type { CardId, CardRow } from './stored-card.ts'

/** A card that is stored or in the log, with its reviews as they count by now. */
export interface CardWithLog extends CardId {
  stored: CardRow | undefined
  log: LoggedReview[]
}

/** How many cards are read at once. */
const BATCH = 200

/** All cards of a learner that are stored or in the log, in order; they are read some at a time. */
export async function* cardsWithLogs(db: Db, userId: string): AsyncGenerator<CardWithLog> {
  let after: CardId | undefined
  for (;;) {
    const rows = await selectCards(db, userId, after)
    for (const { stored, log, ...id } of rows) yield { ...id, stored: stored ?? undefined, log: log.map(loggedReview) }
    if (rows.length < BATCH) return
    after = rows.at(-1)!
  }
}

/** The next cards that are stored or in the log, with the rows of each in the log. */
async function selectCards(db: Db, userId: string, after: CardId | undefined) {
  const behind = after
    ? sql`and (course_id, item_id, direction) > (${after.courseId}, ${after.itemId}, ${after.direction})`
    : sql``
  const next = (table: string) => sql`
    (
      select distinct course_id, item_id, direction from ${sql.table(table)} where user_id = ${userId} ${behind}
      order by course_id, item_id, direction limit ${sql.lit(BATCH)}
    )`
  const { rows } = await sql<CardId & { stored: CardRow | null; log: Parameters<typeof loggedReview>[0][] }>`
    select
      course_id as "courseId", item_id as "itemId", direction,
      (
        select to_json(cards) from cards
        where user_id = ${userId} and (course_id, item_id, direction) = (card.course_id, card.item_id, card.direction)
      ) as stored,
      (
        select coalesce(json_agg(review), '[]') from (
          select distinct on (session_id, number) session_id as "sessionId", number, rating, reviewed_at as at, day
          from reviews
          where user_id = ${userId} and (course_id, item_id, direction) = (card.course_id, card.item_id, card.direction)
          order by session_id, number, correction desc
        ) as review
      ) as log
    from (
      ${next('cards')} union ${next('reviews')}
      order by course_id, item_id, direction limit ${sql.lit(BATCH)}
    ) as card
    order by course_id, item_id, direction`.execute(db)
  return rows
}
