import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { addDays, daysBetween, localDay } from '../../../src/learning/days.ts'
import { foldStreak } from '../../../src/learning/streak/fold.ts'
import { type FreezeEntry, freezeCorrections } from '../../../src/learning/streak/freezes.ts'
import { calendarOf, streakAt } from '../../../src/learning/streak/streak.ts'
import { type Moment, studiedDays } from '../../../src/learning/streak/studied-days.ts'

const START = '2026-01-01'
const zones = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'Pacific/Kiritimati']
const settings = (seed: number) => ({ seed, numRuns: 150 })

/** Habits from rare to almost daily, over up to 90 days. */
const habits = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 20 }))
  .chain(([length, keen]) => fc.array(fc.nat(keen), { minLength: length, maxLength: length }))
  .map((draws) => draws.flatMap((draw, index) => (draw === 0 ? [] : [addDays(START, index)])))

const noonOf = (day: string): Moment => ({ day, timeZone: 'UTC', occurredAt: `${day}T12:00:00Z` })

/** Sessions of somebody who travels as nobody can, about a third of a day apart. */
const journeys = fc
  .array(fc.record({ hours: fc.oneof(fc.nat(20), fc.nat(70)), zone: fc.constantFrom(...zones) }), { maxLength: 40 })
  .map((legs) => {
    let instant = Temporal.Instant.from('2011-12-20T00:00:00Z')
    return legs.map(({ hours, zone }): Moment => {
      instant = instant.add({ hours })
      return { day: localDay(instant, zone), timeZone: zone, occurredAt: instant.toString() }
    })
  })

/** One day after another, as a child would count it. */
function simulate(studied: Set<string>, today: string) {
  let [length, longest, freezes, lives, frozenYesterday] = [0, 0, 0, false, false]
  for (let day = START; day < today || (day === today && studied.has(day)); day = addDays(day, 1)) {
    frozenYesterday = false
    if (studied.has(day)) {
      lives = true
      length += 1
      longest = Math.max(longest, length)
      if ([7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91].includes(length)) freezes = Math.min(2, freezes + 1)
    } else if (lives && freezes > 0) {
      freezes -= 1
      frozenYesterday = true
    } else {
      lives = false
      length = 0
    }
  }
  const asleep = frozenYesterday ? 'frozen' : lives ? 'atRisk' : studied.size > 0 ? 'broken' : 'none'
  return { state: studied.has(today) ? 'active' : asleep, length, longest, freezes }
}

t.test('a streak is what counting day by day makes of it', async () => {
  fc.assert(
    fc.property(habits, fc.nat(5), (days, later) => {
      const today = addDays(days.at(-1) ?? START, later)
      const { state, length, longest, freezes, history } = streakAt(days.map(noonOf), noonOf(today))
      const sum = history.ledger.reduce((total, { amount }) => total + amount, 0)
      return sum === freezes && isDeepStrictEqual({ state, length, longest, freezes }, simulate(new Set(days), today))
    }),
    { seed: 5101, numRuns: 500 }
  )
})

/** A set of moments, and the same with some of them again, in another order. */
const disturbed = <T>(sets: fc.Arbitrary<T[]>) =>
  sets.chain((all) =>
    fc.subarray(all).chain((some) => {
      const again = [...all, ...some]
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(again, { minLength: again.length }))
    })
  )

t.test('any order and repetition gives the same streak, and so do the first and last of each day', async () => {
  fc.assert(
    fc.property(disturbed(journeys), fc.constantFrom(...zones), ([moments, again], timeZone) => {
      const occurredAt = moments.at(-1)?.occurredAt ?? '2011-12-20T00:00:00Z'
      const instant = Temporal.Instant.from(occurredAt).add({ hours: 20 })
      const now = { day: localDay(instant, timeZone), timeZone, occurredAt: instant.toString() }
      const streak = streakAt(moments, now)
      const fewer = studiedDays(moments).flatMap(({ first, last }) => [first, last])
      return (
        isDeepStrictEqual(streakAt(again, now), streak) &&
        isDeepStrictEqual(streakAt(fewer, now), streak) &&
        isDeepStrictEqual(calendarOf(streakAt(again, now), '2012-01'), calendarOf(streak, '2012-01'))
      )
    }),
    settings(5102)
  )
})

t.test(
  'a ledger of freezes that is only appended to follows any batches, in any order, and is never negative',
  async () => {
    const batches = disturbed(habits).chain(([days, again]) =>
      fc.tuple(fc.constant(days), fc.constant(again), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }))
    )
    fc.assert(
      fc.property(batches, ([days, again, sizes]) => {
        const ledger: FreezeEntry[] = []
        const arrived: string[] = []
        let held = 0
        for (let turn = 0; arrived.length < again.length; turn++) {
          arrived.push(...again.slice(arrived.length, arrived.length + sizes[turn % sizes.length]!))
          const { ledger: folded, freezes } = foldStreak(arrived.map(noonOf))
          for (const entry of freezeCorrections(ledger, folded)) {
            ledger.push(entry)
            held += entry.amount
            if (held < 0) return false
          }
          if (held !== freezes || freezeCorrections(ledger, folded).length > 0) return false
        }
        const sources = new Set(ledger.map(({ source }) => source))
        return sources.size === ledger.length && held === foldStreak(days.map(noonOf)).freezes
      }),
      settings(5103)
    )
  }
)

// Seven times 24 hours back it may be eight dates ago, in another zone.
t.test('a session that comes in up to seven days late never shortens a streak, nor ends it', async () => {
  fc.assert(
    fc.property(habits, fc.nat(3), fc.nat(8), (days, later, ago) => {
      const today = addDays(days.at(-1) ?? START, later)
      const late = addDays(today, -ago)
      fc.pre(daysBetween(START, late) >= 0)
      const before = streakAt(days.map(noonOf), noonOf(today))
      const after = streakAt([...days, late].map(noonOf), noonOf(today))
      return after.length >= before.length && after.longest >= before.longest && after.freezes >= before.freezes
    }),
    { seed: 5104, numRuns: 500 }
  )
})
