import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import t from 'tap'
import { Skill } from '../../../src/courses/document.ts'
import { readSkill } from '../../../src/courses/librelingo/skill.ts'
import { parseYaml } from '../../../src/courses/librelingo/yaml-file.ts'
import type { Fault } from '../../../src/courses/report.ts'
import { anyCharacter } from '../../support/arbitraries.ts'

const course = {
  slug: 'spanish-from-english',
  target: { code: 'es', name: 'Spanish' },
  source: { code: 'en', name: 'English' }
}

const sound = `Skill:
  Name: Animals
  Id: 2
  Thumbnails: [dog1]
New words:
  - Word: "el perro"
    Synonyms:
      - el can
    Translation: the dog
Phrases:
  - Phrase: Es {un gato}
    Translation: It's a cat
    Alternative translations: [It is a cat]
Mini-dictionary:
  Spanish:
    - es: [is, it's]
  English:
    - cat: gato
Two-way-dictionary:
  - (a) dog: perro
`

const marks = fc.constantFrom(
  '\n',
  ' ',
  '  ',
  '\t',
  '- ',
  ': ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '(',
  '&a ',
  '*a',
  '!b ',
  '| ',
  '#'
)
const edit = fc.record({
  at: fc.nat(sound.length),
  cut: fc.nat(30),
  put: fc.oneof(
    marks,
    fc.string({ unit: anyCharacter, maxLength: 3 }),
    fc.constantFrom('"\\0"', '"\\ud800"', '~', 'null', '1')
  )
})

const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : []

const isSkill = addFormats.default(new Ajv()).compile(Skill)

t.test('whatever an author does to a file, it is read without an exception, into what can be stored', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const text = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), sound)
        const faults: Fault[] = []
        const { skill } = readSkill(parseYaml('x.yaml', text, faults), () => 'animals', course, null)
        const lines = text.split('\n').length
        return (
          isSkill(skill) &&
          textsOf(skill).every((text) => text.isWellFormed() && !text.includes('\0')) &&
          faults.every(({ line, message }) => line >= 1 && line <= lines && message.isWellFormed())
        )
      }),
      { seed: 20_260_101, numRuns: 500 }
    )
  )
})
