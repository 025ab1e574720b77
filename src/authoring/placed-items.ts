import type { CourseDocument, Item, Skill } from '../courses/document.ts'

/** What tells the items and skills of a course from others: a course, or as much as the database knows of it. */
export interface Outline<I extends OutlinedItem = OutlinedItem> {
  units: { skills: (Pick<Skill, 'slug' | 'dictionary'> & { items: I[] })[] }[]
}
export type OutlinedItem = Pick<Item, 'id' | 'kind' | 'target' | 'source'>

/** An item and where in its course it stands. */
export interface PlacedItem<I = Item> {
  item: I
  skill: string
}

/** The skills of a course by their slugs, in order. */
export const skillsOf = <S extends { slug: string }>(
  course: { units: { skills: S[] }[] } | undefined
): Map<string, S> =>
  new Map((course?.units ?? []).flatMap(({ skills }) => skills.map((skill) => [skill.slug, skill] as const)))

/** The items of a course by their ids, in order. */
export const itemsOf = <I extends OutlinedItem>(course: Outline<I> | undefined): Map<string, PlacedItem<I>> =>
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
