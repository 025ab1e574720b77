import type { CourseDocument, Item, Skill } from '../courses/document.ts'

/** An item and where in its course it stands. */
export interface PlacedItem {
  item: Item
  skill: string
}

/** The skills of a course by their slugs, in order. */
export const skillsOf = (course: CourseDocument | undefined): Map<string, Skill> =>
  new Map((course?.units ?? []).flatMap(({ skills }) => skills.map((skill) => [skill.slug, skill] as const)))

/** The items of a course by their ids, in order. */
export const itemsOf = (course: CourseDocument | undefined): Map<string, PlacedItem> =>
  new Map(
    [...skillsOf(course).values()].flatMap(({ slug, items }) =>
      items.map((item) => [item.id, { item, skill: slug }] as const)
    )
  )

/** The course with each of its items as `change` gives it. */
export const mapItems = (course: CourseDocument, change: (item: Item) => Item): CourseDocument => ({
  ...course,
  units: course.units.map((unit) => ({
    ...unit,
    skills: unit.skills.map((skill) => ({ ...skill, items: skill.items.map(change) }))
  }))
})
