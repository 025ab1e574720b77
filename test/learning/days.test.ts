import t from 'tap'
import { localDay } from '../../src/learning/days.ts'

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
