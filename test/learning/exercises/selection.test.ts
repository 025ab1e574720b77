import fc from 'fast-check'
import t from 'tap'
import { type Candidate, chooseItems, type SessionKind } from '../../../src/learning/exercises/selection.ts'

const now = Temporal.Instant.from('2026-03-01T12:00:00Z')
const candidate = (id: string, strength: number | null = null, dueInHours: number | null = null): Candidate => ({
  id,
  strength,
  due: dueInHours === null ? null : now.add({ hours: dueInHours })
})
const candidates = [
  candidate('strong', 0.9, 50),
  candidate('new'),
  candidate('weak', 0.2, -1),
  candidate('overdue', 0.5, -30),
  candidate('due now', 0.5, 0),
  candidate('newer'),
  candidate('soon', 0.4, 1)
]
const chosen = (kind: SessionKind, size = 10, from = candidates) =>
  chooseItems(kind, from, size, now).map(({ id }) => id)

t.test('a lesson has what is new, in teaching order, then what is known least', async (t) => {
  t.same(chosen('lesson'), ['new', 'newer', 'weak', 'soon', 'overdue', 'due now', 'strong'])
  t.same(chosen('lesson', 1), ['new'])
})

t.test('practice has what was answered before, weakest first', async (t) => {
  t.same(chosen('practice'), ['weak', 'soon', 'overdue', 'due now', 'strong'])
  t.same(chosen('practice', 10, [candidate('new')]), [])
})

t.test('a review has what is due, weakest first, of equals the longest overdue', async (t) => {
  t.same(chosen('review'), ['weak', 'overdue', 'due now'])
  t.same(chosen('review', 2), ['weak', 'overdue'])
  t.same(chosen('review', 9, [candidate('b', 0.5, -1), candidate('a', 0.5, -2)]), ['a', 'b'])
})

t.test('nothing is chosen that was not there, nor twice, nor more than wanted', async () => {
  const any = fc.record({
    strength: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    due: fc.option(fc.integer({ min: -100, max: 100 }))
  })
  const kind = fc.constantFrom<SessionKind>('lesson', 'practice', 'review')
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), kind, fc.integer({ min: 1, max: 30 }), (list, kind, size) => {
      const items = list.map(({ strength, due }, n) => candidate(String(n), strength, due))
      const result = chooseItems(kind, items, size, now)
      return (
        result.length <= size && new Set(result).size === result.length && result.every((item) => items.includes(item))
      )
    }),
    { seed: 5, numRuns: 200 }
  )
})
