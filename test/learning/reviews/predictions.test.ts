import t from 'tap'
import type { Rating } from '../../../src/learning/reviews/card.ts'
import { logLoss, predictionsOf } from '../../../src/learning/reviews/predictions.ts'
import type { LoggedReview } from '../../../src/learning/reviews/schedule.ts'
import { defaultSettings } from '../../../src/learning/reviews/scheduler.ts'

const review = (key: string, day: string, rating: Rating): LoggedReview => ({
  key,
  day,
  rating,
  at: `${day}T12:00:00Z`
})

t.test('each review of an earlier memory is held against its prediction', async (t) => {
  const log = [
    review('d', '2026-01-20', 1),
    review('a', '2026-01-01', 3),
    review('b', '2026-01-01', 3),
    review('c', '2026-01-03', 2)
  ]
  const predictions = predictionsOf(log, defaultSettings)
  t.same(
    predictions.map(({ review, recalled }) => [review.key, recalled]),
    [
      ['c', true],
      ['d', false]
    ]
  )
  const [onItsDay, late] = predictions.map(({ predicted }) => predicted)
  t.ok(Math.abs(onItsDay! - 0.9) < 0.02, 'on the day that it is due, 90 %')
  t.ok(late! < onItsDay!)
})

t.test('log loss is the mean surprise, and finite', async (t) => {
  const of = (predicted: number, recalled: boolean) => ({ review: review('a', '2026-01-01', 3), predicted, recalled })
  t.equal(logLoss([]), undefined)
  t.equal(logLoss([of(1, true)]), 0)
  t.ok(Math.abs(logLoss([of(0.5, true), of(0.9, false)])! - (Math.LN2 + Math.LN10) / 2) < 1e-9)
  t.ok(logLoss([of(1, false), of(0, true)])! < 20)
})
