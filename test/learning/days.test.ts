import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { addDays, boundsOfDay, daysBetween, daysFrom, daysOfMonth, hasDate, localDay } from '../../src/learning/days.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const day = (instant: string, timeZone: string, dayStart?: number) =>
  localDay(Temporal.Instant.from(instant), timeZone, dayStart)

t.test("an event's day is the date where its learner is", async (t) => {
  t.equal(day('2026-01-31T23:59:59.999Z', 'UTC'), '2026-01-31')
  t.equal(day('2026-02-01T00:00:00Z', 'UTC'), '2026-02-01')
  t.equal(day('2026-01-31T09:59:59Z', 'Pacific/Kiritimati'), '2026-01-31')
  t.equal(day('2026-01-31T10:00:00Z', 'Pacific/Kiritimati'), '2026-02-01')
  t.equal(day('2026-01-31T18:14:59Z', 'Asia/Kathmandu'), '2026-01-31')
  t.equal(day('2026-01-31T18:15:00Z', 'Asia/Kathmandu'), '2026-02-01')
  t.equal(day('2026-02-01T04:59:59Z', 'America/New_York'), '2026-01-31')
})

t.test('days of 23, 25 and 24½ hours begin at their own midnights', async (t) => {
  t.equal(day('2026-03-08T05:00:00Z', 'America/New_York'), '2026-03-08')
  t.equal(day('2026-03-09T03:59:59Z', 'America/New_York'), '2026-03-08')
  t.equal(day('2026-03-09T04:00:00Z', 'America/New_York'), '2026-03-09')
  t.equal(day('2026-11-01T04:00:00Z', 'America/New_York'), '2026-11-01')
  t.equal(day('2026-11-02T04:59:59Z', 'America/New_York'), '2026-11-01')
  t.equal(day('2026-04-05T13:29:59Z', 'Australia/Lord_Howe'), '2026-04-05')
  t.equal(day('2026-04-05T13:30:00Z', 'Australia/Lord_Howe'), '2026-04-06')
})

t.test('a date that a zone skipped has no events', async (t) => {
  t.equal(day('2011-12-30T09:59:59Z', 'Pacific/Apia'), '2011-12-29')
  t.equal(day('2011-12-30T10:00:00Z', 'Pacific/Apia'), '2011-12-31')
})

t.test('a day may start some hours after midnight', async (t) => {
  t.equal(day('2026-01-31T03:59:59Z', 'UTC', 4), '2026-01-30')
  t.equal(day('2026-01-31T04:00:00Z', 'UTC', 4), '2026-01-31')
})

t.test('days are counted by the calendar alone', async (t) => {
  t.equal(daysBetween('2026-03-07', '2026-03-09'), 2)
  t.equal(daysBetween('2026-11-02', '2026-10-31'), -2)
  t.equal(addDays('2028-02-28', 2), '2028-03-01')
  t.equal(addDays('2026-01-01', -1), '2025-12-31')
  t.same(daysFrom('2026-12-31', '2027-01-01'), ['2026-12-31', '2027-01-01'])
  t.same(daysFrom('2026-01-02', '2026-01-01'), [])
  t.match(daysOfMonth('2028-02'), { 0: '2028-02-01', 28: '2028-02-29', length: 29 })
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), fc.integer({ min: -2000, max: 2000 }), (start, days) => {
      const from = Temporal.PlainDate.from('2026-01-01').add({ days: start })
      const to = from.add({ days })
      return addDays(`${from}`, days) === `${to}` && daysBetween(`${from}`, `${to}`) === days
    }),
    { seed: 5401, numRuns: 300 }
  )
})

const zones = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Havana'
]

t.test('an instant lies within the bounds of its day and of no other', async () => {
  const seconds = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds / 1000
  const instants = fc.integer({ min: seconds('2011-11-01T00:00:00Z'), max: seconds('2030-01-01T00:00:00Z') })
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), fc.nat(6), (second, zone, dayStart) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(second * 1000)
      const day = localDay(instant, zone, dayStart)
      return [-2, -1, 0, 1, 2].every((days) => {
        const { start, end } = boundsOfDay(addDays(day, days), zone, dayStart)
        const isWithin = Temporal.Instant.compare(start, instant) <= 0 && Temporal.Instant.compare(instant, end) < 0
        return isWithin === (days === 0)
      })
    }),
    { seed: 5402, numRuns: 150 }
  )
})

t.test('days are as long as their zone has them', async (t) => {
  const hours = (day: string, timeZone: string) => {
    const { start, end } = boundsOfDay(day, timeZone)
    return start.until(end).total('hours')
  }
  t.equal(hours('2026-03-08', 'America/New_York'), 23)
  t.equal(hours('2026-11-01', 'America/New_York'), 25)
  t.equal(hours('2026-04-05', 'Australia/Lord_Howe'), 24.5)
  t.equal(hours('2026-10-04', 'Australia/Lord_Howe'), 23.5)
  t.equal(hours('2011-12-30', 'Pacific/Apia'), 0)
  t.equal(hours('2011-12-29', 'Pacific/Apia'), 24)
})

t.test('a zone has every date but those that it skipped', async (t) => {
  t.notOk(hasDate('2011-12-30', 'Pacific/Apia'))
  t.ok(hasDate('2011-12-31', 'Pacific/Apia'))
  t.ok(hasDate('2011-12-30', 'Pacific/Kiritimati'))
  for (const day of ['2026-03-08', '2026-11-01']) t.ok(hasDate(day, 'America/New_York'))
})

t.test('PostgreSQL finds the same local days, in every zone', async (t) => {
  const { db } = await pooledDatabase(t, { max: 1 })
  // Around the clock, and around the changes of clocks in three parts of the world; in years of which both know all the laws.
  const instants = ['2011-12-30T09:59:59Z', '2011-12-30T10:00:00Z', '2024-03-10T05:00:00Z', '2024-11-04T04:59:59Z']
  for (let hour = 0; hour < 24; hour += 4) instants.push(`2024-07-01T${String(hour).padStart(2, '0')}:30:00Z`)
  for (const date of ['2024-04-07', '2024-10-06', '2024-10-27']) instants.push(`${date}T13:15:00Z`, `${date}T23:45:00Z`)
  const { rows } = await sql<{ zone: string; instant: string; start: number; day: string }>`
    select zone, instant, start, ((instant::timestamptz - make_interval(hours => start)) at time zone zone)::date as day
    from unnest(${Intl.supportedValuesOf('timeZone')}::text[]) as zone, unnest(${instants}::text[]) as instant,
      unnest(array[0, 4]) as start
  `.execute(db)
  t.ok(rows.length > 400 * instants.length * 2)
  const others = rows.filter(
    ({ zone, instant, start, day }) => localDay(Temporal.Instant.from(instant), zone, start) !== day
  )
  t.same(others, [])
})
