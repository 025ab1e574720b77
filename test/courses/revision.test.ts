import { hash } from 'node:crypto'
import t from 'tap'
import { contentOf } from '../../src/courses/canonical.ts'
import { formsOf } from '../../src/courses/forms-of.ts'
import { lexiconOf } from '../../src/courses/lexicon.ts'
import { DERIVATION, revisionOf } from '../../src/courses/revision.ts'
import { searchedFormsReader } from '../../src/courses/search-terms.ts'
import { lookalikes } from '../../src/language/lookalikes.ts'
import { promptsOf } from '../../src/language/main-form.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'

const course = withSkill(smallCourse(), 'food', (skill) => ({
  ...skill,
  items: [
    {
      ...item('small-course', 'food', ['la manzana'], ['the apple']),
      patterns: { target: ['(una|la) manzana [roja].'], source: ['\\(an\\) apple'] }
    },
    item('small-course', 'food', ['¿Qué año/mes (es)?', '¿Que ano?'], ["What year isn't it?", "it's (the) years"]),
    item('small-course', 'food', ['el {agua mineral}', 'l’œuf — Straße'], ['mineral water / waters'])
  ]
}))

t.test('another document, or another way to derive rows from it, makes another revision', async (t) => {
  const { slug, ...rest } = course
  t.equal(contentOf({ ...rest, slug }), contentOf(course), 'whatever the order of its fields')
  t.not(contentOf({ ...course, slug: 'other' }), contentOf(course))
  t.match(revisionOf(contentOf(course)), /^[\w-]{22}$/)
  t.not(revisionOf(contentOf(course), DERIVATION + 1), revisionOf(contentOf(course)))
})

t.test('what is derived from a document is what it was at this count', async (t) => {
  const sides = ['target', 'source'] as const
  const items = course.units.flatMap((unit) => unit.skills.flatMap((skill) => skill.items))
  const derived = sides.map((side) => [
    items.map((item) => formsOf(item, side)),
    items.map((item) => promptsOf(formsOf(item, side))),
    items.map((item) => searchedFormsReader(course[side].code)(formsOf(item, side))),
    [...lookalikes(lexiconOf(course, side))]
  ])
  const fingerprint = hash('sha256', JSON.stringify(derived), 'base64url').slice(0, 8)
  t.same(
    { DERIVATION, fingerprint },
    { DERIVATION: 3, fingerprint: 'dZ4-2iTw' },
    'raise DERIVATION, and bring this up to date'
  )
})
