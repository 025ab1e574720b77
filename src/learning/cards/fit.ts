import { daysBetween } from '../days.ts'
import { inOrder, type LoggedReview } from '../reviews/schedule.ts'

/**
 * The 21 parameters of FSRS-6 that fit the reviews of these cards best, each card's as its log has them; `undefined` where
 * none of them came a day or more after the one before, for then nothing tells how memory fades.
 */
export async function fitParameters(logs: readonly (readonly LoggedReview[])[]): Promise<number[] | undefined> {
  // Native code that nothing but this needs.
  const { computeParameters, FSRSBindingItem, FSRSBindingReview } = await import('@open-spaced-repetition/binding')
  const items = logs.flatMap((log) => {
    const reviews = intervals(log).map(({ rating, days }) => ({ days, review: new FSRSBindingReview(rating, days) }))
    // Each review that tests a memory, with those before it.
    return reviews.flatMap(({ days }, index) =>
      days > 0 ? [new FSRSBindingItem(reviews.slice(0, index + 1).map(({ review }) => review))] : []
    )
  })
  if (items.length === 0) return undefined
  return computeParameters(items, { enableShortTerm: true })
}

/** The reviews of a log in order, with the days since the one before. */
function intervals(log: readonly LoggedReview[]) {
  const reviews = inOrder(log)
  return reviews.map(({ rating, day }, index) => {
    const before = reviews[index - 1]
    return { rating, days: before ? Math.max(0, daysBetween(before.day, day)) : 0 }
  })
}
