import t from 'tap'
import { refusalOfOccurrence } from '../../src/learning/occurrence.ts'

t.test('events are taken from seven days back to five minutes ahead', async (t) => {
  const received = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const code = (occurredAt: string) => refusalOfOccurrence(Temporal.Instant.from(occurredAt), received)?.code
  t.equal(code('2026-03-10T12:00:00Z'), undefined)
  t.equal(code('2026-03-03T12:00:00Z'), undefined)
  t.equal(code('2026-03-03T11:59:59.999Z'), 'tooOld')
  t.equal(code('2026-03-10T12:05:00Z'), undefined)
  t.equal(code('2026-03-10T12:05:00.001Z'), 'tooFarAhead')
  t.match(refusalOfOccurrence(Temporal.Instant.from('2025-03-10T12:00:00Z'), received), { detail: /7 days/ })
})
