import { daysSinceReview, type LoggedReview, retrievability, stepsOf } from './schedule.ts'
import type { ReviewSettings } from './scheduler.ts'

/** What FSRS expected of a review, and what came of it. */
export interface Prediction {
  review: LoggedReview
  /** The probability of recall, from 0 to 1. */
  predicted: number
  recalled: boolean
}

/**
 * The predictions of FSRS for the reviews of one card's log. The first review and those on the day of the one before are
 * left out: they test no memory. Throws what `scheduler` throws.
 */
export function predictionsOf(log: Iterable<LoggedReview>, settings: ReviewSettings): Prediction[] {
  return [...stepsOf(log, settings)].flatMap(({ review, before }) => {
    if (!before || daysSinceReview(before, review.day) === 0) return []
    return [{ review, predicted: retrievability(before, review.day, settings), recalled: review.rating > 1 }]
  })
}

/** A probability further from the ends than this, so that one surprise does not weigh infinitely. */
const NEARLY = 1e-6

/**
 * How far predictions were off, as their mean log loss: 0 if each was certain and right, lower is better. It is by this that
 * two sets of parameters are compared. `undefined` without predictions.
 */
export function logLoss(predictions: readonly Prediction[]): number | undefined {
  if (predictions.length === 0) return undefined
  const losses = predictions.map(
    ({ predicted, recalled }) => -Math.log(Math.max(NEARLY, recalled ? predicted : 1 - predicted))
  )
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}
