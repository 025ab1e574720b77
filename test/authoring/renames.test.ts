import t from 'tap'
import { difference } from '../../src/authoring/difference.ts'
import { applyRenames, proposeRenames, renamedSkills } from '../../src/authoring/renames.ts'
import type { CourseDocument } from '../../src/courses/document.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'

const course = smallCourse()
const idOf = (skill: string, target: string, source: string) => item(course.slug, skill, [target], [source]).id

/** The course as it is imported anew once a skill's forms have been edited in its file. */
const withForms = (course: CourseDocument, skill: string, edit: (forms: [string, string][]) => [string, string][]) =>
  withSkill(course, skill, (old) => ({
    ...old,
    items: edit(old.items.map(({ target, source }) => [target[0]!, source[0]!])).map(([target, source]) =>
      item(course.slug, skill, [target], [source])
    )
  }))

t.test('nothing is renamed where nothing has gone or nothing has come', async (t) => {
  t.same(proposeRenames(undefined, course), [])
  t.same(proposeRenames(course, course), [])
  const fewer = withForms(course, 'food', (forms) => forms.slice(1))
  t.same(proposeRenames(course, fewer), [])
  t.same(proposeRenames(fewer, course), [])
})

t.test('an item of which one side is corrected is the same item', async (t) => {
  const edited = withForms(course, 'food', ([, ...rest]) => [['el pan', 'bread'], ...rest])
  const renames = [{ from: idOf('food', 'el pan', 'bread'), to: idOf('food', 'el pan', 'the bread') }]
  t.same(proposeRenames(course, edited), renames)
  t.same([...applyRenames(edited, renames).units[1]!.skills[0]!.items.map(({ id }) => id)][0], renames[0]!.to)
  const { told, touched } = difference(course, edited)
  t.match(told, { counts: { added: 0, removed: 0, changed: 1, moved: 0 }, renames })
  t.same(touched, [renames[0]!.to])
})

t.test('where more than one could be meant, none is', async (t) => {
  const both = withForms(course, 'food', ([, , ...rest]) => [['el pan', 'bread'], ['el pan', 'loaf'], ...rest])
  t.same(proposeRenames(course, both), [])
})

t.test('an item with both sides changed is another item', async (t) => {
  const edited = withForms(course, 'food', ([, ...rest]) => [['la sal', 'the salt'], ...rest])
  t.same(proposeRenames(course, edited), [])
})

t.test('an item that moves to another skill is the same item', async (t) => {
  const without = withForms(course, 'animals', (forms) => forms.filter(([target]) => target !== 'el gato'))
  const moved = withForms(without, 'food', (forms) => [...forms, ['el gato', 'the cat']])
  const rename = { from: idOf('food', 'el gato', 'the cat'), to: idOf('animals', 'el gato', 'the cat') }
  t.same(proposeRenames(course, moved), [rename])
  t.match(difference(course, moved).told.items, {
    added: [],
    removed: [],
    moved: [{ id: rename.to, from: 'animals', to: 'food' }],
    changed: []
  })
})

t.test('a skill under another slug is the same skill, and so are its items, corrected ones too', async (t) => {
  const units = course.units.map((unit) => ({
    ...unit,
    skills: unit.skills.map((skill) => {
      if (skill.slug !== 'animals') return skill
      const items = skill.items.map(({ target, source }, i) =>
        item(course.slug, 'beasts', target, i === 0 ? ['the hound'] : source)
      )
      return { ...skill, slug: 'beasts', items }
    })
  }))
  const renamed = { ...course, units }
  const renames = proposeRenames(course, renamed)
  t.equal(renames.length, 6)
  t.ok(renames.some(({ to }) => to === idOf('animals', 'el perro', 'the dog')))
  const after = applyRenames(renamed, renames)
  t.same([...renamedSkills(course, after)], [['beasts', 'animals']])
  t.match(difference(course, renamed).told, {
    skills: { added: [], removed: [], renamed: [{ from: 'animals', to: 'beasts' }] },
    counts: { added: 0, removed: 0, moved: 0, changed: 1 }
  })
})

t.test('a skill with a dictionary alone is known by it', async (t) => {
  const units = course.units.map((unit) => ({
    ...unit,
    skills: unit.skills.map((skill) => (skill.slug === 'letters' ? { ...skill, slug: 'alphabet' } : skill))
  }))
  t.same([...renamedSkills(course, { ...course, units })], [['alphabet', 'letters']])
})
