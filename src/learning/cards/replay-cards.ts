import type { Transaction } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Card } from '../reviews/card.ts'
import { replay } from '../reviews/schedule.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'
import { readLog } from './log.ts'
import { type CardId, type CardRow, cardColumns } from './stored-card.ts'

/**
 * Makes cards anew from their logs, after a rating was corrected. The learner's row must be locked for update, so that
 * no answer is scheduled by what the cards were before.
 */
export async function replayCards(
  trx: Transaction<Database>,
  userId: string,
  cards: readonly CardId[],
  settings: ReviewSettings
): Promise<void> {
  for (const id of cards) {
    const stored = await findCard(trx, userId, id)
    const card = replay(await readLog(trx, userId, id), withRetention(settings, stored))
    if (card) await writeCard(trx, userId, id, card, settings, stored)
  }
}

/** A change of the desired retention holds for what is reviewed from then on: `due` stays by the one it was made for. */
export const withRetention = (settings: ReviewSettings, stored: Pick<CardRow, 'retention'> | undefined) => ({
  ...settings,
  retention: stored?.retention ?? settings.retention
})

/** Writes a card over the stored one, as its next version. */
export async function writeCard(
  trx: Transaction<Database>,
  userId: string,
  { courseId, itemId, direction }: CardId,
  card: Card,
  settings: ReviewSettings,
  stored: Pick<CardRow, 'retention' | 'version'> | undefined
): Promise<void> {
  const { retention } = withRetention(settings, stored)
  const values = { ...cardColumns(card), retention, version: (stored?.version ?? 0) + 1 }
  await trx
    .insertInto('cards')
    .values({ user_id: userId, course_id: courseId, item_id: itemId, direction, ...values })
    .onConflict((conflict) => conflict.columns(['user_id', 'course_id', 'item_id', 'direction']).doUpdateSet(values))
    .execute()
}

const findCard = (trx: Transaction<Database>, userId: string, { courseId, itemId, direction }: CardId) =>
  trx
    .selectFrom('cards')
    .select(['retention', 'version'])
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('item_id', '=', itemId)
    .where('direction', '=', direction)
    .executeTakeFirst()
