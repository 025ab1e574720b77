import type { Selectable } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Direction } from '../exercises/direction.ts'
import type { Card, CardState } from '../reviews/card.ts'

/** A row of `cards`; instants may be in whatever form of ISO 8601 PostgreSQL writes. */
export type CardRow = Selectable<Database['cards']>

/** What tells a learner's cards apart. */
export interface CardId {
  courseId: string
  itemId: string
  direction: Direction
}

/** The card that a row holds. */
export const cardOf = (row: CardRow): Card => ({
  state: row.state as CardState,
  step: row.step,
  stability: row.stability,
  difficulty: row.difficulty,
  due: utc(row.due),
  lastReviewAt: utc(row.last_review_at),
  lastReviewDay: row.last_review_day,
  reps: row.reps,
  lapses: row.lapses
})

const utc = (instant: string) => new Date(instant).toISOString()

/** The columns that hold a card, of a row of `cards`. */
export const cardColumns = (card: Card) => ({
  state: card.state,
  step: card.step,
  stability: card.stability,
  difficulty: card.difficulty,
  due: card.due,
  last_review_at: card.lastReviewAt,
  last_review_day: card.lastReviewDay,
  reps: card.reps,
  lapses: card.lapses
})
