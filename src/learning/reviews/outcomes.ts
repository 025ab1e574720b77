import type { ExerciseKey } from '../exercises/schemas.ts'
import type { Verdict } from '../verdict.ts'
import type { Rating } from './card.ts'
import { ratingOf } from './rating.ts'

/** What an answer shows of one item of its exercise. */
export interface Outcome {
  itemId: string
  known: boolean
  rating: Rating
}

/**
 * What an answer shows of each item of an exercise, in their order: a `match` tells pair by pair, the others as a whole. A
 * match is slow as a whole, and so is each pair of it that is right.
 */
export function outcomesOf(
  key: ExerciseKey,
  verdict: Verdict,
  itemIds: readonly string[],
  durationMs: number | undefined
): Outcome[] {
  return itemIds.map((itemId, place) => {
    const ofItem = key.kind === 'match' ? ofPair(verdict, place) : verdict
    return { itemId, known: ofItem.verdict !== 'wrong', rating: ratingOf(ofItem, durationMs, key.kind) }
  })
}

const ofPair = ({ diff }: Verdict, place: number): Pick<Verdict, 'verdict' | 'notes'> => ({
  verdict: diff[place]?.kind === 'equal' ? 'correct' : 'wrong',
  notes: []
})
