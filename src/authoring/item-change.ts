import { type Static, Type } from '@sinclair/typebox'
import { type CourseDocument, Item } from '../courses/document.ts'
import { patternFaults } from '../courses/pattern-faults.ts'
import { SkillSlug } from '../courses/schemas.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { Closed } from '../http/schema.ts'
import { Invalid } from '../http/validation.ts'
import { tidy } from '../language/normalise.ts'
import { itemsOf, mapItems, skillsOf } from './placed-items.ts'

const { target, source, patterns, images, audio, kind } = Item.properties

/** A change of one item; what is left out stays. */
export const ItemChange = Closed(
  {
    kind: Type.Optional(kind),
    target: Type.Optional(target),
    source: Type.Optional(source),
    patterns: Type.Optional({ ...patterns, default: undefined }),
    images: Type.Optional({ ...images, default: undefined }),
    audio: Type.Optional({ ...audio, default: undefined }),
    skill: Type.Optional({ ...SkillSlug, description: 'Moves the item to the end of this skill' })
  },
  { title: 'ItemChange', minProperties: 1 }
)
export type ItemChange = Static<typeof ItemChange>

/**
 * The course with one of its items changed; it stays the item that learners know. Throws `NotFound`,
 * `Conflict` for a skill that is not there, and `Invalid` for patterns that are none.
 */
export function changeItem(course: CourseDocument, id: string, { skill, ...change }: ItemChange): CourseDocument {
  const placed = itemsOf(course).get(id)
  if (!placed) throw new NotFound(`The course ${course.slug} has no item ${id}`)
  const item = { ...placed.item, ...tidied(change) }
  const faults = patternFaults(item)
  if (faults.length > 0) {
    throw new Invalid(
      faults.map(({ side, index, message }) => ({ pointer: `/body/patterns/${side}/${index}`, message }))
    )
  }
  const changed = mapItems(course, (each) => (each.id === id ? item : each))
  return skill === undefined || skill === placed.skill ? changed : moveItem(changed, id, skill)
}

const tidied = ({ target, source, ...change }: Omit<ItemChange, 'skill'>) => ({
  ...change,
  ...(target && { target: target.map(tidy) }),
  ...(source && { source: source.map(tidy) })
})

/** The course without one of its items. Throws `NotFound`. */
export function removeItem(course: CourseDocument, id: string): CourseDocument {
  if (!itemsOf(course).has(id)) throw new NotFound(`The course ${course.slug} has no item ${id}`)
  return inSkills(course, (_, items) => items.filter((item) => item.id !== id))
}

function moveItem(course: CourseDocument, id: string, skill: string): CourseDocument {
  if (!skillsOf(course).has(skill)) throw new Conflict(`The course ${course.slug} has no skill ${skill}`)
  const { item } = itemsOf(course).get(id)!
  return inSkills(removeItem(course, id), (slug, items) => (slug === skill ? [...items, item] : items))
}

const inSkills = (course: CourseDocument, change: (slug: string, items: Item[]) => Item[]): CourseDocument => ({
  ...course,
  units: course.units.map((unit) => ({
    ...unit,
    skills: unit.skills.map((skill) => ({ ...skill, items: change(skill.slug, skill.items) }))
  }))
})
