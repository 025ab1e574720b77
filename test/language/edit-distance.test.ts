import fc from 'fast-check'
import t from 'tap'
import { editDistance, typoAllowance } from '../../src/language/edit-distance.ts'

const distance = (a: string, b: string, limit = 9) => editDistance([...a], [...b], limit)

t.test('inserting, deleting, substituting and swapping neighbours are one edit each', async (t) => {
  t.equal(distance('gato', 'gato'), 0)
  t.equal(distance('gato', 'gatos'), 1)
  t.equal(distance('gato', 'gto'), 1)
  t.equal(distance('gato', 'pato'), 1)
  t.equal(distance('gato', 'gaot'), 1)
  t.equal(distance('ca', 'abc'), 3, 'a swapped pair is not edited again')
  t.equal(distance('', 'abc'), 3)
})

t.test('beyond the limit it is the limit and one', async (t) => {
  t.equal(distance('kitten', 'sitting', 2), 3)
  t.equal(distance('a', 'abcdef', 2), 3)
  t.equal(distance('abc', 'abd', 0), 1)
})

t.test('short words and numbers have no typos, long words two', async (t) => {
  const allowances = ['sol', 'gato', 'palabra', 'palabras', '1984', ''].map((word) => typoAllowance([...word]))
  t.same(allowances, [0, 1, 1, 2, 0, 0])
})

/** The textbook recurrence, every cell. */
function plainDistance(a: string, b: string, i = a.length, j = b.length, known = new Map<number, number>()): number {
  if (i === 0 || j === 0) return i + j
  const cell = i * 100 + j
  if (known.has(cell)) return known.get(cell)!
  const at = (i: number, j: number) => plainDistance(a, b, i, j, known)
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  const edits = Math.min(
    at(i - 1, j) + 1,
    at(i, j - 1) + 1,
    at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
  )
  known.set(cell, edits)
  return edits
}

t.test('the band gives what the whole table gives', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 })
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, limit) => {
      return distance(a, b, limit) === Math.min(plainDistance(a, b), limit + 1)
    }),
    { seed: 20, numRuns: 2000 }
  )
})
