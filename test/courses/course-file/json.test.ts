import fc from 'fast-check'
import t from 'tap'
import { MalformedJson, scanJson } from '../../../src/courses/course-file/json.ts'

const seed = 11

t.test('whatever is JSON is scanned, and whatever is not is refused somewhere', async () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', ':', '"', '{', '}', '[', ']', 'x', '\\'),
      (text, at, extra) => {
        scanJson(text)
        scanJson(JSON.stringify(JSON.parse(text), null, 2))
        const place = at % (text.length + 1)
        const broken = text.slice(0, place) + extra + text.slice(place)
        try {
          JSON.parse(broken)
        } catch {
          return
        }
        scanJson(broken)
      }
    ),
    { seed, numRuns: 500 }
  )
})

t.test('the place of a value is where it begins', async (t) => {
  const text = '{\n  "a": [1, {"b\\u0063": "x"}],\n  "b\\\\": null\n}'
  const { offsetOf, values } = scanJson(text, [['a', 1, 'bc'], ['a', 1, 'none', 'deeper'], ['b\\'], ['c']])
  t.equal(text.slice(offsetOf(['a', 1, 'bc'])).slice(0, 3), '"x"')
  t.equal(text[offsetOf(['a', 1, 'none', 'deeper'])], '{')
  t.equal(text.slice(offsetOf(['b\\'])).slice(0, 4), 'null')
  t.equal(offsetOf(['c']), 0)
  t.equal(values, 6)
})

const malformed: [text: string, offset: number][] = [
  ['', 0],
  ['{"a": 1,}', 8],
  ['[1 2]', 3],
  ['[1}', 2],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ['{"a": x}', 6],
  ['{"a": "b', 6],
  ['{} {}', 3],
  ['[', 1],
  [']', 0],
  ["['a']", 1]
]

for (const [text, offset] of malformed)
  t.test(`${text || 'nothing'} is refused at ${offset}`, async (t) => {
    try {
      scanJson(text)
      t.fail('it was not refused')
    } catch (error) {
      t.equal((error as MalformedJson).offset, offset)
    }
  })

t.test('keys given twice are told', async (t) => {
  const { repeated } = scanJson('{"a": {"a": 1}, "b": 1, "a": 2}')
  t.strictSame(repeated, [{ key: 'a', offset: 24 }])
})

t.test('deep nesting and endless texts are neither slow nor fatal', async (t) => {
  t.throws(() => scanJson('['.repeat(1_000_000)), MalformedJson)
  t.throws(() => scanJson(`"${'\\'.repeat(1_000_000)}`), MalformedJson)
  t.throws(() => scanJson(`[${'"\\"'.repeat(300_000)}`), MalformedJson)
  t.equal(scanJson(`[${'1'.repeat(5_000_000)}]`).values, 2)
})
