import fc from 'fast-check'
import type { CourseDocument, DictionaryEntry, Item, Skill } from '../../src/courses/document.ts'
import { itemId } from '../../src/courses/identity.ts'
import { anyCharacter } from './arbitraries.ts'

/** What YAML, file systems or a reader of courses could take for something else. */
const nasty = [
  'no',
  'yes',
  'on',
  'y',
  'Null',
  '~',
  '1',
  '0x1F',
  '1_000',
  '1e3',
  '12:30:45',
  '2026-01-01',
  'true',
  '.inf',
  '=',
  '<<',
  '---',
  '...',
  '- a',
  '-a-',
  '—',
  '?',
  '? a',
  ': a',
  'a:',
  'a: b',
  'a #b',
  '#a',
  '{a} b',
  '[a]',
  '(a) b',
  'a/b',
  'a, b',
  '&a',
  '*a',
  '!a',
  '!!str',
  '%a',
  '@a',
  '`a',
  '|',
  '>',
  '|-',
  "'",
  '"',
  "it's",
  '"a" b',
  'a "b"',
  '\\',
  'a\\nb',
  '’',
  'e\u0301',
  'a  b',
  ' a ',
  '\ta',
  'a\nb',
  'a\r\nb',
  'a\u00a0b',
  '\u0085',
  'a\u2028b',
  '\ufeff',
  '\u200d',
  '\u202e',
  '\u0001',
  '__proto__',
  'constructor',
  '👍🏽',
  'שלום',
  'Word',
  'Translation',
  'target',
  'source',
  'x'.repeat(1_100)
]

/** Any text that can be stored, with what is nasty often in it. */
const text: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...nasty) },
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 8 }),
    fc.array(fc.constantFrom(...nasty.slice(0, -1)), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' '))
  )
  .filter((text) => text.isWellFormed() && !text.includes('\0'))

const texts = fc.array(text, { maxLength: 2 })
const forms = fc.array(text, { minLength: 1, maxLength: 3 })
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

/** Names of files and of licences among them, and those that are too long for a file. */
const slug = fc.oneof(
  fc.constantFrom('license', 'copying', 'unit-license', 'module', 'course', 'skill', '1', 'a-2', 'x'.repeat(100)),
  fc.stringMatching(/^[a-z0-9]{1,3}(-[a-z0-9]{1,3})?$/)
)

const entry: fc.Arbitrary<DictionaryEntry> = fc.record({
  side: fc.constantFrom('target', 'source'),
  term: text,
  meanings: fc.array(text, { minLength: 1, maxLength: 3 })
})

const patterns = fc.array(
  fc.constantFrom(
    '(el|un) gato [negro]',
    '[no] sí',
    '{a} [b]',
    'on [: a] #b',
    "- (it's|it is)",
    'a',
    '[a]  b',
    'n\u0303'
  ),
  { maxLength: 2 }
)

const item: fc.Arbitrary<Omit<Item, 'id'> & { id: string | null }> = fc.record({
  id: nullable(fc.uuid()),
  kind: fc.constantFrom('word', 'phrase'),
  target: forms,
  source: forms,
  patterns: fc.record({ target: patterns, source: patterns }),
  images: texts,
  audio: nullable(text)
})

const introduction = fc
  .array(fc.oneof(text, fc.constantFrom('# A', '\r\n', '\n\n', '  ', '---')), { maxLength: 5 })
  .map((parts) => parts.join('\n'))

const skill = fc.record({
  slug,
  name: text,
  introduction: nullable(introduction),
  images: texts,
  items: fc.array(item, { maxLength: 4 }),
  dictionary: fc.array(entry, { maxLength: 4 })
})

const language = fc.record({
  code: fc.constantFrom('es', 'en', 'kab', 'sr-Latn', 'und', 'xx', 'qaa'),
  name: fc.oneof(fc.constantFrom('Spanish', 'English', 'Serbian', 'Serbians', 'target', 'source'), text)
})

const head = fc.record({
  slug: fc.option(slug, { nil: undefined }),
  target: language,
  source: language,
  licence: nullable(fc.record({ name: text, shortName: nullable(text), link: nullable(text) })),
  licenceFile: nullable(text),
  attribution: nullable(text),
  repository: nullable(text),
  specialCharacters: texts,
  accents: fc.constantFrom('note', 'strict', 'ignore')
})

/** Courses as a request could bring them: untidy and odd, but with slugs and ids that are sound and their own. */
export const anyCourse: fc.Arbitrary<CourseDocument> = fc
  .tuple(
    head,
    fc.uniqueArray(fc.record({ slug, name: text, skills: fc.nat(3) }), { selector: ({ slug }) => slug, maxLength: 3 }),
    fc.uniqueArray(skill, { selector: ({ slug }) => slug, maxLength: 6 })
  )
  .map(([{ slug = 'a-course', ...head }, units, skills]) => {
    const left = skills.values()
    const ids = new Set<string>()
    const identified = (
      skill: Omit<Skill, 'items'> & { items: (Omit<Item, 'id'> & { id: string | null })[] }
    ): Skill => ({
      ...skill,
      items: skill.items.flatMap(({ id: given, ...item }) => {
        const id = given ?? itemId(slug, skill.slug, item.target[0]!, item.source[0]!)
        if (ids.has(id)) return []
        ids.add(id)
        return [{ id, ...item }]
      })
    })
    return {
      slug,
      ...head,
      units: units.map((unit) => ({ ...unit, skills: [...left.take(unit.skills)].map(identified) }))
    }
  })
