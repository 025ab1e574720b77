import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import type { SessionItem } from '../../../src/learning/exercises/vocabulary.ts'
import { faultsOf } from './soundness.ts'
import { animals, input, phrase, sessionOf, sessionsOf, word } from './support.ts'

const seeds = Array.from({ length: 30 }, (_, n) => `seed ${n}`)
const kindsOf = (items: SessionItem[], changes = {}) =>
  sessionOf(input({ items, ...changes })).map(({ exercise }) => exercise.kind)

t.test('a session is as long as wanted and has every kind', async (t) => {
  for (const seed of seeds) {
    const kinds = kindsOf(animals, { seed })
    t.equal(kinds.length, 12)
    t.same([...new Set(kinds)].sort(), ['arrange', 'choose', 'fill', 'match', 'type'])
  }
  for (const size of [1, 2, 5, 20]) t.equal(kindsOf(animals, { size }).length, size)
})

t.test('another seed makes another session', async (t) => {
  const sessions = new Set(seeds.map((seed) => JSON.stringify(sessionOf(input({ seed })))))
  t.equal(sessions.size, seeds.length)
})

t.test('the first items come first', async (t) => {
  const practised = new Set(sessionOf(input({ size: 6 })).flatMap(({ itemIds }) => itemIds))
  t.ok(practised.has(animals[0]!.id))
  t.ok(practised.has(animals[6]!.id), 'words and phrases by turns')
  t.notOk(practised.has(animals[9]!.id))
})

t.test('a course that offers little gives fewer exercises', async (t) => {
  const few: [string, SessionItem[], string[]][] = [
    ['nothing', [], []],
    ['one word', [word('perro', 'dog')], ['type', 'type']],
    ['one short phrase', [phrase('Gracias', 'Thanks')], ['type', 'type']],
    [
      'one prompt for all',
      ['tú', 'usted', 'vosotros'].map((text) => word(text, 'you')),
      ['type', 'type', 'type', 'type']
    ],
    ['one item twice', [word('perro', 'dog'), { ...word('perro', 'dog'), id: 'other' }], ['type', 'type']],
    ['only a name', [word('Max', 'Max')], ['type']],
    ['an item without text', [word('()', 'dog'), word('…', '')], []]
  ]
  for (const [name, items, kinds] of few) {
    t.same(kindsOf(items).sort(), kinds, name)
    if (name !== 'only a name') t.same(faultsOf(input({ items })), [], name)
  }
  const three = [...kindsOf([phrase('El gato come pan', 'The cat eats bread')])].sort()
  t.ok(three.length === 3 && three.includes('type') && three.includes('arrange'), three.join(', '))
})

t.test('phrases alone make a session too, and so do words', async (t) => {
  const phrases = animals.filter(({ kind }) => kind === 'phrase')
  t.same([...new Set(kindsOf(phrases))].sort(), ['arrange', 'choose', 'fill', 'type'])
  t.same([...new Set(kindsOf(animals.filter(({ kind }) => kind === 'word')))].sort(), ['choose', 'match', 'type'])
})

t.test('items of the pool lend options, and words where the session has too few for a match', async (t) => {
  const [one, two, ...pool] = animals
  const alone = sessionOf(input({ items: [one!], pool }))
  t.same(
    alone.map(({ exercise }) => exercise.kind),
    ['choose', 'type', 'type']
  )
  t.ok(alone.every(({ itemIds }) => itemIds.join() === one!.id))

  const both = sessionOf(input({ items: [one!, two!], pool }))
  const match = both.find(({ exercise }) => exercise.kind === 'match')!
  t.same(match.itemIds.slice(0, 2), [one!.id, two!.id])
  t.equal(match.itemIds.length, 5)
})

t.test('a word that is taught later lends options, but is never asked', async (t) => {
  const [one, two, ...later] = animals
  const pool = later.map((item) => ({ ...item, ahead: true }))
  const session = sessionOf(input({ items: [one!, two!], pool }))
  t.same(new Set(session.flatMap(({ itemIds }) => itemIds)), new Set([one!.id, two!.id]))
  t.ok(session.some(({ exercise }) => exercise.kind === 'choose'))
})

t.test('any session of any course is sound', async (t) => {
  const text = fc.array(
    fc.constantFrom(
      'a',
      'á',
      'b',
      'si',
      'Sí',
      'casa',
      'casas',
      'la',
      'x/y',
      '(el)',
      '{mas o}',
      '¿no?',
      '—',
      "l'a",
      'ñu.'
    ),
    {
      maxLength: 5
    }
  )
  const form = text.map((words) => words.join(' '))
  const item = fc.record({
    skillId: fc.constantFrom('here', 'there'),
    kind: fc.constantFrom('word' as const, 'phrase' as const),
    target: fc.array(form, { minLength: 1, maxLength: 3 }),
    source: fc.array(form, { minLength: 1, maxLength: 3 }),
    images: fc.subarray(['one', 'two', 'three', 'four']),
    strength: fc.constantFrom(0, 0.5, 1),
    audio: fc.option(fc.constantFrom('0123', '45'))
  })
  const items = fc.array(item, { maxLength: 12 }).map((list) => list.map((each, n) => ({ ...each, id: `item ${n}` })))
  const languages = fc.constantFrom('es', 'en', 'tr', 'ja', 'nonsense!')
  const accents = fc.constantFrom('note' as const, 'strict' as const, 'ignore' as const)
  const session = fc.record({
    seed: fc.string(),
    size: fc.integer({ min: 1, max: 30 }),
    items,
    cut: fc.nat(12),
    languages,
    accents
  })
  fc.assert(
    fc.property(session, ({ items, cut, languages, ...rest }) => {
      const made = input({ ...rest, items: items.slice(0, cut), pool: items, target: languages })
      const faults = faultsOf(made)
      if (faults.length > 0) throw new Error(faults.join('\n'))
    }),
    { seed: 20, numRuns: 150 }
  )
  t.pass()
})

t.test('every skill of the demonstration course makes a sound session', async (t) => {
  const { course } = await readLibreLingo(join(import.meta.dirname, '../../../content/italian-from-english'))
  t.same([...sessionsOf(course!)].flatMap(faultsOf), [])
})
