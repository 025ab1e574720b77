import fc from 'fast-check'
import t from 'tap'
import { documentOf } from '../../../src/courses/course-file/document-of.ts'
import { itemId } from '../../../src/courses/identity.ts'
import { smallCourse } from '../../support/courses.ts'

/** As little as a course needs. */
const least = () => ({
  slug: 'spanish-from-english',
  target: { code: 'es', name: 'Spanish' },
  source: { code: 'en', name: 'English' },
  units: [
    {
      slug: 'basics',
      name: 'Basics',
      skills: [
        {
          slug: 'animals',
          name: 'Animals',
          items: [{ kind: 'word', target: ['el gato', 'el minino'], source: ['the cat'] }]
        }
      ]
    }
  ]
})

// biome-ignore lint/suspicious/noExplicitAny: whatever is changed about it
type Changed = any

const faultsOf = (change: (course: Changed) => void) => {
  const course: Changed = least()
  change(course)
  const { course: read, faults } = documentOf(course)
  return { read, faults: faults.map(({ pointer, code, severity }) => [pointer, code, severity].join(' ')) }
}

t.test('a whole course is read as it is', async (t) => {
  const course = smallCourse()
  t.strictSame(documentOf(structuredClone(course)), { course, faults: [] })
})

t.test('what has a default may be left out, and so may an id', async (t) => {
  const { course, faults } = documentOf(least())
  t.strictSame(faults, [])
  t.match(course, { accents: 'note', licence: null, attribution: null, specialCharacters: [] })
  const [item] = course!.units[0]!.skills[0]!.items
  t.strictSame(item, {
    id: itemId('spanish-from-english', 'animals', 'el gato', 'the cat'),
    kind: 'word',
    target: ['el gato', 'el minino'],
    source: ['the cat'],
    patterns: { target: [], source: [] },
    images: [],
    audio: null
  })
  t.strictSame(documentOf(structuredClone(course)), { course, faults: [] }, 'completed, it is the same again')
})

t.test('defaults within what may be null are filled in, too', async (t) => {
  const { course } = documentOf({ ...least(), licence: { name: 'CC0' } })
  t.strictSame(course?.licence, { name: 'CC0', shortName: null, link: null })
})

t.test('texts are tidied, an introduction stays', async (t) => {
  const { read, faults } = faultsOf((course) => {
    const [skill] = course.units[0].skills
    skill.introduction = '# A  b\n\n(c\n'
    skill.items[0].target = ['el  gato ', 'nin\u0303o']
    skill.items[0].patterns = { target: ['[un]  gato'] }
    skill.items.push({ kind: 'word', target: ['a (b'], source: ['x', 'x'] })
  })
  const [skill] = read!.units[0]!.skills
  t.equal(skill!.introduction, '# A  b\n\n(c\n')
  t.strictSame(skill!.items[0]!.target, ['el gato', 'niño'])
  t.strictSame(skill!.items[1]!.source, ['x'])
  t.strictSame(faults, [
    '/units/0/skills/0/items/0/target/0 spacing info',
    '/units/0/skills/0/items/0/target/1 not-nfc info',
    '/units/0/skills/0/items/1/target/0 unbalanced-marks warning',
    '/units/0/skills/0/items/1/source repeated-form info'
  ])
})

const item = '/units/0/skills/0/items/0'
const first = (course: Changed) => course.units[0].skills[0].items[0]
const cases: [what: string, change: (course: Changed) => void, ...faults: string[]][] = [
  ['a missing field', (course) => delete course.slug, '/slug missing-field error'],
  ['missing fields within', (course) => delete first(course).kind, `${item}/kind missing-field error`],
  [
    'unknown fields',
    (course) => Object.assign(course, { Slug: 'a', units: [] }) && Object.assign(course.target, { 'a/~b': 1 }),
    '/Slug unknown-field error',
    '/target/a~1~0b unknown-field error'
  ],
  ['a number for a text', (course) => Object.assign(course, { slug: 5 }), '/slug wrong-shape error'],
  ['null for a text', (course) => Object.assign(course, { slug: null }), '/slug wrong-shape error'],
  ['a text for an object', (course) => Object.assign(course, { licence: 'CC0' }), '/licence wrong-shape error'],
  ['a wrong licence', (course) => Object.assign(course, { licence: { name: 1 } }), '/licence/name wrong-shape error'],
  ['a text for a list', (course) => Object.assign(first(course), { images: 'a' }), `${item}/images wrong-shape error`],
  [
    'a text for an item',
    (course) => course.units[0].skills[0].items.push('a'),
    '/units/0/skills/0/items/1 wrong-shape error'
  ],
  ['an unknown kind', (course) => Object.assign(first(course), { kind: 'verb' }), `${item}/kind wrong-value error`],
  ['a wrong id', (course) => Object.assign(first(course), { id: '1' }), `${item}/id wrong-value error`],
  ['no form', (course) => Object.assign(first(course), { target: [] }), `${item}/target missing-text error`],
  [
    'a blank form',
    (course) => Object.assign(first(course), { target: ['a', ' '] }),
    `${item}/target/1 missing-text error`
  ],
  ['a NUL', (course) => Object.assign(first(course), { target: ['a\0'] }), `${item}/target/0 unusable-text error`],
  [
    'half a character',
    (course) => Object.assign(course, { attribution: '\ud800' }),
    '/attribution unusable-text error'
  ],
  ['a slug with spaces', (course) => Object.assign(course, { slug: 'a b' }), '/slug wrong-value error'],
  ['a long slug', (course) => Object.assign(course, { slug: 'a'.repeat(101) }), '/slug wrong-value error'],
  [
    'a unit twice',
    (course) => course.units.push({ slug: 'basics', name: 'B', skills: [] }),
    '/units/1/slug repeated-slug error'
  ],
  [
    'a skill twice, in two units',
    (course) => course.units.push({ slug: 'b', name: 'B', skills: [{ slug: 'animals', name: 'A' }] }),
    '/units/1/skills/0/slug repeated-slug error'
  ],
  [
    'an item twice',
    (course) => course.units[0].skills[0].items.push({ kind: 'word', target: ['El gato'], source: ['the cat'] }),
    '/units/0/skills/0/items/1 repeated-id error'
  ]
]

for (const [what, change, ...expected] of cases)
  t.test(`${what} is an error, and there is no course`, async (t) => {
    const { read, faults } = faultsOf(change)
    t.equal(read, undefined)
    t.strictSame(faults, expected)
  })

t.test('a language tag is mended', async (t) => {
  const { read, faults } = faultsOf((course) => Object.assign(course.target, { code: 'spa' }))
  t.strictSame(faults, ['/target/code language-tag warning'])
  t.equal(read?.target.code, 'es')
})

t.test('a field that every object has by nature is no field', async (t) => {
  const { faults } = documentOf(JSON.parse('{"__proto__":{"slug":"a"},"constructor":1}'))
  t.same(faults.map(({ pointer }) => pointer).sort(), [
    '/__proto__',
    '/constructor',
    '/slug',
    '/source',
    '/target',
    '/units'
  ])
})

t.test('any JSON is a course or has faults', async () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { course, faults } = documentOf(value)
      return course === undefined && faults.length > 0 && faults.every(({ message }) => message.length > 0)
    }),
    { seed: 7, numRuns: 200 }
  )
})

t.test('a document with a million faults has a thousand', async (t) => {
  const items = Array.from({ length: 100_000 }, () => ({}))
  const { faults } = documentOf({
    ...least(),
    units: [{ slug: 'a', name: 'A', skills: [{ slug: 'a', name: 'a', items }] }]
  })
  t.ok(faults.length >= 1_000 && faults.length < 1_010)
  const wide = documentOf({ ...least(), ...Object.fromEntries(items.map((_, index) => [`x${index}`, 1])) })
  t.equal(wide.faults.length, 1)
})
