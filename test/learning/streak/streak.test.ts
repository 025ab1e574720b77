import t from 'tap'
import { foldStreak } from '../../../src/learning/streak/fold.ts'
import { type FreezeEntry, freezeCorrections } from '../../../src/learning/streak/freezes.ts'
import { calendarOf, streakAt } from '../../../src/learning/streak/streak.ts'
import type { Moment } from '../../../src/learning/streak/studied-days.ts'
import { at, noons, range } from './moments.ts'

t.test('the ledger of freezes tells what was earned, spent and returned, as the documentation has it', async (t) => {
  const days = [...range(2, 9), 11]
  const sources = (entries: FreezeEntry[]) => entries.map(({ source, amount }) => `${source} ${amount}`)
  const { ledger } = foldStreak(noons(...days))
  t.same(sources(ledger), ['earned:2026-01-08:1 1', 'spent:2026-01-10:1 -1'])
  const late = foldStreak(noons(...days, 10))
  t.match(late, { length: 10, freezes: 1 })
  t.same(sources(freezeCorrections(ledger, late.ledger)), ['returned:2026-01-10:1 1'])
  t.same(
    sources(foldStreak(noons(...range(2, 9))).ledger),
    ['earned:2026-01-08:1 1'],
    'what passed since is not booked'
  )

  const joined = foldStreak(noons(...range(1, 8), ...range(11, 16)))
  const earlier = foldStreak(noons(...range(2, 8), ...range(11, 16)))
  t.same(sources(freezeCorrections(earlier.ledger, joined.ledger)), [
    'earned:2026-01-07:1 1',
    'withdrawn:2026-01-08:1 -1'
  ])
})

/** A streak in a word: its state, length, longest and freezes. */
function on(today: number, days: number[]): string {
  const [now] = noons(today)
  const { state, length, longest, freezes } = streakAt(noons(...days), now!)
  return `${state} ${length}/${longest} ${freezes}`
}

t.test('a day without freezes: the streak is active, at risk, then broken', async (t) => {
  t.equal(on(5, []), 'none 0/0 0')
  t.equal(on(3, [1, 2, 3]), 'active 3/3 0')
  t.equal(on(4, [1, 2, 3]), 'atRisk 3/3 0')
  t.equal(on(5, [1, 2, 3]), 'broken 0/3 0')
  t.equal(on(5, [1, 2, 3, 5]), 'active 1/3 0')
})

t.test('each seventh day earns a freeze, and two are held at most', async (t) => {
  t.equal(on(6, range(1, 6)), 'active 6/6 0')
  t.equal(on(7, range(1, 7)), 'active 7/7 1')
  t.equal(on(14, range(1, 14)), 'active 14/14 2')
  t.equal(on(28, range(1, 28)), 'active 28/28 2')
})

t.test('freezes bridge what they can', async (t) => {
  t.equal(on(8, range(1, 7)), 'atRisk 7/7 1')
  t.equal(on(9, range(1, 7)), 'frozen 7/7 0')
  t.equal(on(9, [...range(1, 7), 9]), 'active 8/8 0', 'the frozen day does not count')
  t.equal(on(10, [...range(1, 7), 9]), 'atRisk 8/8 0')
  t.equal(on(10, range(1, 7)), 'broken 0/7 0', 'one freeze does not bridge two days')
  t.equal(on(17, range(1, 14)), 'frozen 14/14 0', 'two do')
  t.equal(on(18, range(1, 14)), 'broken 0/14 0')
  t.equal(on(18, [...range(1, 14), 18]), 'active 1/14 0')
})

t.test('a freeze bridges no gap that began before it was earned', async (t) => {
  t.equal(on(8, [...range(1, 5), 7, 8]), 'active 2/5 0')
  // The sixth and the eighth day of the streak are on either side of the gap: it has earned none yet.
  t.equal(on(15, [...range(1, 6), ...range(8, 14)]), 'atRisk 7/7 1')
})

t.test('a late session on a frozen day gives its freeze back, and counts', async (t) => {
  const days = [...range(1, 7), 9]
  t.equal(on(9, days), 'active 8/8 0')
  t.equal(on(9, [...days, 8]), 'active 9/9 1')
  t.equal(on(9, [...range(1, 7), 8]), 'atRisk 8/8 1', 'also before anything else was studied')
})

t.test('a late session on a missed day joins two streaks', async (t) => {
  const days = [...range(1, 5), ...range(7, 9)]
  t.equal(on(9, days), 'active 3/5 0')
  t.equal(on(9, [...days, 6]), 'active 9/9 1')
})

t.test('each day of a month is shown', async (t) => {
  const [now] = noons(21)
  const calendar = calendarOf(streakAt(noons(...range(2, 9), 11, 12, 17, 18), now!), '2026-01')
  t.equal(calendar.length, 31)
  t.same(calendar[10], { day: '2026-01-11', state: 'studied' })
  const letters = { studied: 's', frozen: 'f', skipped: 'k', missed: 'm', none: '.' }
  t.equal(calendar.map(({ state }) => letters[state]).join(''), '.ssssssssfssmmmmssmm...........')
  t.ok(calendarOf(streakAt([], now!), '2026-01').every(({ state }) => state === 'none'))
  t.equal(calendarOf(streakAt([], now!), '2028-02').length, 29)
})

const fold = (...moments: Moment[]) => {
  const { length, days } = foldStreak(moments)
  return { length, skipped: [...days].filter(([, mark]) => mark === 'skipped').map(([day]) => day) }
}

const LA = 'America/Los_Angeles'
const AUCKLAND = 'Pacific/Auckland'

t.test('a date lost in flight over the date line is forgiven', async (t) => {
  const left = at('2026-01-04T20:00', LA)
  const landed = at('2026-01-06T08:00', AUCKLAND)
  t.same(fold(left, landed), { length: 2, skipped: ['2026-01-05'] })
  t.same(fold(left, at('2026-01-07T05:00', AUCKLAND)), { length: 1, skipped: [] }, 'no second date is')
  t.equal(streakAt([left], landed).state, 'atRisk', 'already before they study there')
  t.equal(streakAt([left], { ...landed, timeZone: LA }).state, 'broken')
})

t.test('36 hours are too long, and clocks must be ahead', async (t) => {
  const left = at('2026-01-04T12:00', LA)
  const after = (minutes: number, timeZone: string) => {
    const arrival = Temporal.Instant.from(left.occurredAt).add({ minutes }).toZonedDateTimeISO(timeZone)
    return at(arrival.toPlainDateTime().toString(), timeZone)
  }
  t.same(fold(left, after(36 * 60 - 1, AUCKLAND)), { length: 2, skipped: ['2026-01-05'] })
  t.same(fold(left, after(36 * 60, AUCKLAND)), { length: 1, skipped: [] })
  const late = { ...left, occurredAt: after(60, LA).occurredAt }
  t.same(fold(left, late, after(36 * 60, AUCKLAND)).length, 2, 'the last session before the flight is what counts')
  const sameClocks = { ...after(35 * 60, AUCKLAND), timeZone: 'America/Tijuana' }
  t.same(fold(left, sameClocks), { length: 1, skipped: [] })
})

t.test('a traveller who also missed a day needs a freeze for it', async (t) => {
  const week = range(1, 7).map((day) => at(`2026-01-0${day}T08:00`, LA))
  const left = at('2026-01-07T21:00', LA)
  const landed = at('2026-01-10T04:00', AUCKLAND)
  const { days, length, freezes } = foldStreak([...week, left, landed])
  t.equal(length, 8)
  t.equal(freezes, 0)
  t.same([days.get('2026-01-08'), days.get('2026-01-09')], ['frozen', 'skipped'])
})

t.test('a date repeated in flight counts once', async (t) => {
  const journey = [
    at('2026-01-04T20:00', AUCKLAND),
    at('2026-01-05T08:00', AUCKLAND),
    at('2026-01-04T21:00', LA),
    at('2026-01-05T20:00', LA)
  ]
  t.same(fold(...journey), { length: 2, skipped: [] })
  t.equal(streakAt(journey.slice(0, 2), at('2026-01-04T21:00', LA)).state, 'active')
})

t.test('a date that a zone never had breaks nothing', async (t) => {
  const APIA = 'Pacific/Apia'
  const before = at('2011-12-29T09:00', APIA)
  t.same(fold(before, at('2011-12-31T21:00', APIA)), { length: 2, skipped: ['2011-12-30'] })
  t.same(fold(before, at('2012-01-01T09:00', APIA)), { length: 1, skipped: ['2011-12-30'] })
  t.equal(streakAt([before], at('2011-12-31T21:00', APIA)).state, 'atRisk')
})
