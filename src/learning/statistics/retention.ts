import { type Static, Type } from '@sinclair/typebox'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { Nullable } from '../../http/schema.ts'
import { shareOf } from './share.ts'

const Share = Type.Number({ minimum: 0, maximum: 1, examples: [0.91] })

export const Retention = Type.Object(
  {
    reviews: Type.Integer({
      minimum: 0,
      description: 'Reviews that came a day or more after the one before; others test no memory',
      examples: [410]
    }),
    measured: Nullable({ ...Share, description: 'What part of them was recalled; null without any' }),
    predicted: Nullable({ ...Share, description: 'What part FSRS had predicted to be; null without any' })
  },
  {
    title: 'Retention',
    description: 'Memory held against its prediction, over all courses; measured every few minutes'
  }
)
export type Retention = Static<typeof Retention>

/** A learner's retention as it was measured last. */
export async function findRetention(db: Db, userId: string): Promise<Retention> {
  const [row] = await selectRetention(db, userId)
  if (!row || row.reviews === 0) return { reviews: 0, measured: null, predicted: null }
  const { reviews, recalled, predicted } = row
  return { reviews, measured: shareOf(recalled, reviews), predicted: shareOf(predicted, reviews) }
}

const selectRetention = compiled((db, userId: string) =>
  db.selectFrom('learner_retention').select(['reviews', 'recalled', 'predicted']).where('user_id', '=', userId)
)
