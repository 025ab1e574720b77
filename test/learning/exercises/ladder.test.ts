import t from 'tap'
import type { SessionItem } from '../../../src/learning/exercises/vocabulary.ts'
import { animals, heard, input, sessionOf } from './support.ts'

const seeds = Array.from({ length: 10 }, (_, n) => `seed ${n}`)
/** The kinds of exercise of sessions in which every item is known so well. */
const kindsAt = (strength: number, items: SessionItem[] = animals) =>
  new Set(
    seeds.flatMap((seed) =>
      sessionOf(input({ seed, items: items.map((item) => ({ ...item, strength })) })).map(
        ({ exercise }) => exercise.kind
      )
    )
  )

t.test('new items are picked and matched first, known ones written or heard', async (t) => {
  t.same([...kindsAt(0)].sort(), ['arrange', 'choose', 'fill', 'match', 'type'])
  t.same([...kindsAt(0.39)].sort(), ['arrange', 'choose', 'fill', 'match', 'type'])
  t.same([...kindsAt(0.4)].sort(), ['arrange', 'fill', 'type'])
  t.same([...kindsAt(0.75)].sort(), ['type'])
  t.same([...kindsAt(1, animals.map(heard))].sort(), ['listen', 'type'])
})

t.test('each item by what is known of it', async (t) => {
  const items = animals.map((item, n) => ({ ...item, strength: n % 2 }))
  for (const seed of seeds) {
    const easy = sessionOf(input({ seed, items, size: 20 })).filter(({ exercise }) =>
      ['choose', 'match'].includes(exercise.kind)
    )
    const practised = new Set(easy.flatMap(({ itemIds }) => itemIds))
    t.ok(practised.size > 0)
    t.ok(practised.isDisjointFrom(new Set(items.filter(({ strength }) => strength === 1).map(({ id }) => id))))
  }
})

t.test('a direction that is due is asked first', async (t) => {
  for (const direction of ['toTarget', 'toSource'] as const) {
    const items = animals.map((item) => ({ ...heard(item), strength: 1, direction }))
    for (const seed of seeds)
      t.match(sessionOf(input({ seed, items, size: 3 }))[0]!.exercise, { kind: 'type', direction })
  }
})

t.test('in a review each item comes before any comes again', async (t) => {
  const items = animals.map((item) => ({ ...item, strength: 0.9 }))
  const asked = sessionOf(input({ items, size: items.length, kind: 'review' })).map(({ itemIds }) => itemIds[0])
  t.equal(new Set(asked).size, items.length)
  const longer = sessionOf(input({ items, size: items.length + 3, kind: 'review' })).map(({ itemIds }) => itemIds[0])
  t.equal(longer.length, items.length + 3)
})

t.test('a review of words that are hardly known mixes kinds, and asks in the direction that is due', async (t) => {
  const words = animals.filter(({ kind }) => kind === 'word')
  const items = words.map((item) => ({ ...item, strength: 0.1, direction: 'toSource' as const }))
  const session = sessionOf(input({ items, size: items.length, kind: 'review' }))
  t.same([...new Set(session.map(({ exercise }) => exercise.kind))].sort(), ['choose', 'type'])
  for (const { exercise } of session) t.match(exercise, { direction: 'toSource' })
})
