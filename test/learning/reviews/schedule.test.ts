import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../src/learning/days.ts'
import type { Card, Rating, Review } from '../../../src/learning/reviews/card.ts'
import { follows, type LoggedReview, nextCard, replay, retrievability } from '../../../src/learning/reviews/schedule.ts'
import { defaultSettings, type ReviewSettings, scheduler } from '../../../src/learning/reviews/scheduler.ts'

const START = '2026-01-01'
const HOUR = 3_600_000

const on = (day: string, rating: Rating, time = '12:00:00.000'): Review => ({ rating, day, at: `${day}T${time}Z` })

const afterAll = (reviews: Review[], settings = defaultSettings): Card =>
  reviews.reduce<Card | undefined>((card, review) => nextCard(card, review, settings), undefined)!

t.test('intervals are those that FSRS-6 publishes, each review on its due day', async (t) => {
  const ratings: Rating[] = [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]
  let card: Card | undefined
  const intervals = ratings.map((rating) => {
    const at = card?.due ?? `${START}T12:00:00.000Z`
    card = nextCard(card, { rating, at, day: at.slice(0, 10) }, defaultSettings)
    return Math.floor((Date.parse(card.due) - Date.parse(at)) / (24 * HOUR))
  })
  t.same(intervals, [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21])
  t.match(card, { state: 'review', reps: 13, lapses: 1 })
})

t.test('stability and difficulty are those that FSRS-6 publishes', async (t) => {
  const ratings: Rating[] = [1, 3, 3, 3, 3, 3]
  // 0, 0, 1, 3, 8 and 21 days after the review before.
  const card = afterAll([0, 0, 1, 4, 12, 33].map((days, index) => on(addDays(START, days), ratings[index]!)))
  t.ok(Math.abs(card.stability - 53.6269) < 1e-4)
  t.ok(Math.abs(card.difficulty - 6.357487) < 1e-4)
})

t.test('a first review makes a card of plain data', async (t) => {
  const card = nextCard(undefined, on(START, 3), defaultSettings)
  t.same(card, {
    state: 'learning',
    step: 1,
    stability: 2.3065,
    difficulty: card.difficulty,
    due: '2026-01-01T12:10:00.000Z',
    lastReviewAt: '2026-01-01T12:00:00.000Z',
    lastReviewDay: START,
    reps: 1,
    lapses: 0
  })
  t.same(JSON.parse(JSON.stringify(card)), card)
})

t.test("days are the learner's: neither midnight in UTC nor the hour of the day makes one", async (t) => {
  const evening: Review = { rating: 3, at: '2026-01-01T23:50:00.000Z', day: '2026-01-01' }
  const sameDay = { rating: 3, at: '2026-01-02T00:10:00.000Z', day: '2026-01-01' } as const
  const nextDay = { ...sameDay, day: '2026-01-02' }
  const card = nextCard(undefined, evening, defaultSettings)
  const atNoon = afterAll([on('2026-01-01', 3), on('2026-01-01', 3, '12:20:00.000')])
  t.equal(nextCard(card, sameDay, defaultSettings).stability, atNoon.stability)
  t.not(nextCard(card, nextDay, defaultSettings).stability, atNoon.stability)
  const earlierDay = { ...sameDay, day: '2025-12-31' }
  t.equal(
    nextCard(card, earlierDay, defaultSettings).stability,
    atNoon.stability,
    'nor does a flight over the date line'
  )
})

t.test('an early review, a late one and a lapse move a card as they should', async (t) => {
  const learned = [on(START, 3), on(START, 3, '12:10:00.000')]
  const stability = (days: number, rating: Rating) => afterAll([...learned, on(addDays(START, days), rating)]).stability
  t.ok(stability(1, 3) < stability(2, 3), 'early, it grows less')
  t.ok(stability(2, 3) < stability(20, 3), 'late, it grows more')
  t.ok(stability(2, 2) < stability(2, 3), 'and with trouble less')
  const forgotten = afterAll([...learned, on(addDays(START, 2), 1)])
  t.match(forgotten, { state: 'relearning', lapses: 1, due: '2026-01-03T12:10:00.000Z' })
})

t.test('a higher retention brings reviews forward, and fitted parameters count', async (t) => {
  const reviews = [on(START, 3), on(START, 3, '12:10:00.000'), on('2026-01-03', 3), on('2026-01-14', 3)]
  const due = (settings: Partial<ReviewSettings>) => afterAll(reviews, { ...defaultSettings, ...settings }).due
  t.ok(due({ retention: 0.97 }) < due({}))
  t.ok(due({}) < due({ retention: 0.7 }))
  const published = [...scheduler(defaultSettings).parameters.w]
  t.equal(due({ parameters: published }), due({}))
  t.not(due({ parameters: published.with(2, 5) }), due({}))
})

t.test('settings that FSRS would replace in silence are refused', async (t) => {
  for (const retention of [0, 0.69, 0.98, Number.NaN]) {
    t.throws(() => scheduler({ retention, parameters: null }), RangeError)
  }
  const published = [...scheduler(defaultSettings).parameters.w]
  for (const parameters of [[], published.slice(0, 19), published.with(3, Number.NaN)]) {
    t.throws(() => scheduler({ retention: 0.9, parameters }), RangeError)
  }
})

t.test('a card is surely recalled on its day, by 90 % after its stability, and less and less', async (t) => {
  const card: Card = { ...afterAll([on(START, 3)]), stability: 10 }
  const recalled = (days: number) => retrievability(card, addDays(START, days), defaultSettings)
  t.same([-1, 0].map(recalled), [1, 1])
  t.ok(Math.abs(recalled(10) - 0.9) < 1e-4)
  t.ok(recalled(365) < recalled(100) && recalled(365) > 0)
})

/** Reviews within minutes, days or months of each other, some at the same time. */
const logs = fc
  .array(
    fc.record({
      hours: fc.oneof(fc.nat(3), fc.nat(24 * 10), fc.nat(24 * 400)),
      rating: fc.constantFrom<Rating>(1, 2, 3, 4),
      key: fc.uuid()
    }),
    { minLength: 1, maxLength: 20 }
  )
  .map((log) =>
    log.map(({ hours, rating, key }): LoggedReview => {
      const at = new Date(Date.parse(START) + hours * HOUR).toISOString()
      return { key, rating, at, day: at.slice(0, 10) }
    })
  )

t.test('any order and repetition of a log makes the same card', async () => {
  const shuffled = logs.chain((log) =>
    fc.tuple(fc.constant(log), fc.subarray(log), fc.array(fc.constantFrom(...log))).chain(([all, some, more]) => {
      const again = [...all, ...some, ...more]
      return fc.tuple(fc.constant(log), fc.shuffledSubarray(again, { minLength: again.length }))
    })
  )
  fc.assert(
    fc.property(shuffled, ([log, again]) => {
      return isDeepStrictEqual(replay(again, defaultSettings), replay(log, defaultSettings))
    }),
    { seed: 5001, numRuns: 200 }
  )
})

t.test(
  'a replay is the fold of its reviews, and a card that arrives in parts and late is replayed to the same',
  async () => {
    fc.assert(
      fc.property(logs, (log) => {
        const arrived: LoggedReview[] = []
        let card: Card | undefined
        for (const review of log) {
          arrived.push(review)
          card = follows(review, card) ? nextCard(card, review, defaultSettings) : replay(arrived, defaultSettings)
        }
        return isDeepStrictEqual(card, replay(log, defaultSettings))
      }),
      { seed: 5002, numRuns: 200 }
    )
  }
)

t.test('no log makes a card', async (t) => {
  t.equal(replay([], defaultSettings), undefined)
})

t.test('no card is ever due before its review, or impossible', async () => {
  fc.assert(
    fc.property(logs, fc.double({ min: 0.7, max: 0.97, noNaN: true }), (log, retention) => {
      const card = replay(log, { retention, parameters: null })!
      return (
        Date.parse(card.due) > Date.parse(card.lastReviewAt) &&
        card.stability >= 0.001 &&
        card.difficulty >= 1 &&
        card.difficulty <= 10 &&
        (card.state !== 'review' || card.step === 0)
      )
    }),
    { seed: 5003, numRuns: 200 }
  )
})
