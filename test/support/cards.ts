import type { Db } from '../../src/database/database.ts'
import { findLearner } from '../../src/learning/cards/learner.ts'
import { cardDifferences } from '../../src/learning/cards/rebuild.ts'

/** A learner's cards, in order. */
export const cardsOf = (db: Db, userId: string) =>
  db.selectFrom('cards').selectAll().where('user_id', '=', userId).orderBy('item_id').orderBy('direction').execute()

/** A learner's log of reviews, in the order in which they happened. */
export const logOf = (db: Db, userId: string) =>
  db
    .selectFrom('reviews')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('reviewed_at')
    .orderBy('session_id')
    .orderBy('number')
    .orderBy('item_id')
    .orderBy('correction')
    .execute()

/** The cards of a learner that are not what their log says. */
export async function differencesOf(db: Db, userId: string) {
  return Array.fromAsync(cardDifferences(db, userId, (await findLearner(db, userId))!))
}
