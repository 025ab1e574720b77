import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from 'kysely'
import type { Database, Db } from '../../database/database.ts'
import { transaction } from '../../database/transaction.ts'
import type { Card } from '../reviews/card.ts'
import { replay } from '../reviews/schedule.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'
import { cardsWithLogs } from './cards-with-logs.ts'
import { findLearner } from './learner.ts'
import { withRetention, writeCard } from './replay-cards.ts'
import { type CardId, type CardRow, cardOf } from './stored-card.ts'

/** A card that was not what its log says; either is missing where there is no such card, or nothing in the log. */
export interface CardDifference extends CardId {
  userId: string
  stored: Card | undefined
  replayed: Card | undefined
}

/** How many learners are read at once. */
const BATCH = 200

/** Makes all cards of all learners anew from the log, learner by learner, and gives what differed. */
export async function* rebuildCards(db: Db): AsyncGenerator<CardDifference> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const learners = await db
      .selectFrom('users')
      .select('id')
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute()
    for (const { id } of learners) yield* await transaction(db, (trx) => rebuildLearner(trx, id))
    if (learners.length < BATCH) return
    after = learners.at(-1)!.id
  }
}

/** Makes a learner's cards anew from their log, and gives what differed. Their answers wait meanwhile. */
export async function rebuildLearner(trx: Transaction<Database>, userId: string): Promise<CardDifference[]> {
  await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
  const settings = await findLearner(trx, userId)
  if (!settings) return []
  const differences: CardDifference[] = []
  for await (const { stored, ...difference } of cardDifferences(trx, userId, settings)) {
    differences.push({ ...difference, stored: stored && cardOf(stored) })
    const { replayed } = difference
    if (replayed) await writeCard(trx, userId, difference, replayed, settings, stored)
    else await deleteCard(trx, userId, difference)
  }
  return differences
}

/** Holds a learner's cards against their log, some at a time, and gives those that differ. It only reads. */
export async function* cardDifferences(
  db: Db,
  userId: string,
  settings: ReviewSettings
): AsyncGenerator<CardId & { userId: string; stored: CardRow | undefined; replayed: Card | undefined }> {
  for await (const { stored, log, ...id } of cardsWithLogs(db, userId)) {
    const replayed = replay(log, withRetention(settings, stored))
    if (!isSame(stored && cardOf(stored), replayed)) yield { userId, ...id, stored, replayed }
  }
}

/** Whether two cards agree, but for what the last bit of a floating-point number may be on another machine. */
function isSame(one: Card | undefined, other: Card | undefined): boolean {
  return isDeepStrictEqual(one && rounded(one), other && rounded(other))
}

const rounded = (card: Card): Card => ({
  ...card,
  stability: Number(card.stability.toPrecision(9)),
  difficulty: Number(card.difficulty.toPrecision(9))
})

const deleteCard = (trx: Transaction<Database>, userId: string, { courseId, itemId, direction }: CardId) =>
  trx
    .deleteFrom('cards')
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('item_id', '=', itemId)
    .where('direction', '=', direction)
    .execute()
