import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { type CompletedSession, type XpEntry, xpCorrections, xpFor, xpOfDay } from '../../src/learning/xp.ts'

t.test('every right answer earns one XP, and a flawless session five more', async (t) => {
  t.equal(xpFor(11, 1, 0), 11)
  t.equal(xpFor(12, 0, 0), 17)
  t.equal(xpFor(0, 12, 0), 0)
})

t.test('each repetition on a day earns half of the one before, down to nothing', async (t) => {
  t.same(
    [0, 1, 2, 3, 4, 5, 100].map((repetition) => xpFor(12, 0, repetition)),
    [17, 8, 4, 2, 1, 0, 0]
  )
})

t.test('what repeats what is told by when it was completed', async (t) => {
  const morning = { id: 'b', completedAt: '2026-01-05T08:00:00Z', correct: 10, wrong: 2 }
  const evening = { id: 'a', completedAt: '2026-01-05T20:00:00Z', correct: 12, wrong: 0 }
  t.same([...xpOfDay([evening])], [['a', 17]])
  t.same(
    [...xpOfDay([evening, morning])],
    [
      ['b', 10],
      ['a', 8]
    ]
  )
})

t.test('a session that was completed earlier and comes in later corrects what is booked', async (t) => {
  const first = xpCorrections('a', [], 17)
  t.same(first, [{ source: 'study-session:a', amount: 17 }])
  t.same(xpCorrections('a', first, 17), [])
  const second = xpCorrections('a', first, 8)
  t.same(second, [{ source: 'study-session:a:correction:1', amount: -9 }])
  t.same(xpCorrections('a', [...first, ...second], 4), [{ source: 'study-session:a:correction:2', amount: -4 }])
})

const sessions = fc.uniqueArray(fc.record({ id: fc.uuid(), hour: fc.nat(5), correct: fc.nat(12), wrong: fc.nat(2) }), {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 8
})

t.test('any order, repetition and batches book the same XP', async () => {
  const arrivals = sessions
    .map((all) => all.map(({ hour, ...session }) => ({ ...session, completedAt: `2026-01-05T0${hour}:00:00Z` })))
    .chain((all) =>
      fc.tuple(
        fc.constant<CompletedSession[]>(all),
        fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
        fc.integer({ min: 1, max: 4 })
      )
    )
  fc.assert(
    fc.property(arrivals, ([all, again, batch]) => {
      const booked = new Map<string, XpEntry[]>()
      for (let end = batch; end < again.length + batch; end += batch) {
        for (const [id, xp] of xpOfDay(again.slice(0, end))) {
          const entries = booked.get(id) ?? []
          booked.set(id, [...entries, ...xpCorrections(id, entries, xp)])
        }
      }
      const sums = [...booked].map(
        ([id, entries]) => [id, entries.reduce((sum, { amount }) => sum + amount, 0)] as const
      )
      const sources = [...booked.values()].flat().map(({ source }) => source)
      return (
        isDeepStrictEqual(Object.fromEntries(sums), Object.fromEntries(xpOfDay(all))) &&
        new Set(sources).size === sources.length
      )
    }),
    { seed: 5301, numRuns: 200 }
  )
})
