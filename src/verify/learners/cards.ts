import { findLearner } from '../../learning/cards/learner.ts'
import { cardDifferences } from '../../learning/cards/rebuild.ts'
import { cardOf } from '../../learning/cards/stored-card.ts'
import type { Card } from '../../learning/reviews/card.ts'
import type { Check, Fault } from '../check.ts'

/** Each card is the replay of its log. */
export const cards: Check = async (db, ids) => {
  const faults: Fault[] = []
  for (const user of ids) {
    const settings = await findLearner(db, user)
    if (!settings) continue
    for await (const { courseId, itemId, direction, stored, replayed } of cardDifferences(db, user, settings)) {
      const thing = `cards ${courseId} ${itemId} ${direction}`
      faults.push({ user, thing, expected: told(replayed), found: told(stored && cardOf(stored)) })
    }
  }
  return faults
}

const told = (card: Card | undefined) => (card ? JSON.stringify(card) : 'none')
