import fc from 'fast-check'
import t from 'tap'
import { editDistance, typoAllowance } from '../../src/language/edit-distance.ts'
import { lookalikes } from '../../src/language/lookalikes.ts'
import { withoutAccents } from '../../src/language/normalise.ts'
import { cpuTimeOf } from '../support/cpu-time.ts'

t.test('words within a typo of each other, or equal but for accents', async (t) => {
  const found = lookalikes(['gato', 'gatos', 'pato', 'agto', 'perro', 'año', 'ano', 'él', 'el', 'sol', 'sal'])
  t.same(new Set(found.get('gato')), new Set(['gatos', 'pato', 'agto']))
  t.same(found.get('año'), ['ano'])
  t.same(found.get('el'), ['él'], 'accents count in words of any length')
  t.notOk(found.has('perro'), 'words that resemble none are absent')
  t.notOk(found.has('sol'), 'words below four letters have no typos')
})

t.test('the length of the expected word decides, so that it may go one way only', async (t) => {
  const found = lookalikes(['caro', 'car', 'caminado', 'camino', 'árbol', 'arbol'])
  t.same(found.get('caro'), ['car'])
  t.notOk(found.has('car'))
  t.same(found.get('caminado'), ['camino'])
  t.notOk(found.has('camino'))
  t.same(lookalikes(['arbol', 'arbor', 'árbor']).get('arbol'), ['arbor', 'árbor'], 'accents are no edits')
})

t.test('the index finds the same pairs as comparing every word with every other', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'á', 'b', 'c'), minLength: 1, maxLength: 11 })
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), (words) => {
      const found = lookalikes(words)
      return words.every((expected) => {
        const points = [...withoutAccents(expected)]
        const limit = typoAllowance(points)
        const near = (other: string) => editDistance([...withoutAccents(other)], points, limit) <= limit
        const others = words.filter((other) => other !== expected && near(other))
        return new Set(others).symmetricDifference(new Set(found.get(expected))).size === 0
      })
    }),
    { seed: 21, numRuns: 300 }
  )
})

t.test('a lexicon of words that are all alike takes no more time and memory than a large one', async (t) => {
  const alike = Array.from({ length: 4_000 }, (_, i) => `abcdefg${String.fromCodePoint(0x4e00 + i)}`)
  const pairs = lookalikes(alike)
    .values()
    .reduce((sum, others) => sum + others.length, 0)
  t.ok(pairs > 1_000_000 && pairs <= 4_000_000, `${pairs} pairs of 16 million`)
  const many = Array.from({ length: 100_000 }, (_, i) => `word${i}`)
  t.ok(cpuTimeOf(() => lookalikes(many)) < 20_000, 'not minutes')
})
