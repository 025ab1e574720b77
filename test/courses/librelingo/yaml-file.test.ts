import t from 'tap'
import { parseYaml } from '../../../src/courses/librelingo/yaml-file.ts'
import type { Fault } from '../../../src/courses/report.ts'

function parse(...lines: string[]) {
  const faults: Fault[] = []
  const { root } = parseYaml('x.yaml', lines.join('\n'), faults)
  return { value: root?.toJSON(), faults }
}

t.test('an entry with an error is left out, and the others are read', async (t) => {
  const { value, faults } = parse(
    'Phrases:',
    '  - Phrase: "Hola',
    '    Translation: Hi',
    '  - Phrase: Adiós',
    '    Translation: Bye',
    '  - Phrase: "Sí"',
    '    Translation: Yes: indeed',
    'Mini-dictionary:',
    '  Spanish:',
    '    - a: b',
    "    - c: 'd'e",
    '  English:',
    '    - f: [g]'
  )
  t.strictSame(value, {
    Phrases: [{ Phrase: 'Adiós', Translation: 'Bye' }],
    'Mini-dictionary': { Spanish: [{ a: 'b' }], English: [{ f: ['g'] }] }
  })
  t.strictSame(
    faults.map(({ line, code }) => [line, code]),
    [
      [4, 'malformed-yaml'],
      [7, 'malformed-yaml'],
      [11, 'malformed-yaml']
    ]
  )
})

t.test('a part that is sound but was cut by the search for errors is kept', async (t) => {
  const { value, faults } = parse('Name: "a', '  b"', 'List:', '  - a: b: c', '  - d')
  t.strictSame(value, { Name: 'a b', List: ['d'] })
  t.equal(faults.length, 1)
})

t.test('of several documents the first is read', async (t) => {
  const { value, faults } = parse('a: b', '---', 'c: d')
  t.strictSame(value, { a: 'b' })
  t.strictSame(
    faults.map(({ line }) => line),
    [2]
  )
})

t.test('deep nesting is refused before it can exhaust the stack', async (t) => {
  const { value, faults } = parse('a: b', `c: ${'['.repeat(200_000)}`)
  t.strictSame(value, { a: 'b' })
  t.match(faults, [{ line: 2, message: /Nested too deeply/ }])
})
