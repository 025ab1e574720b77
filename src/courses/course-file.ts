import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { tidy } from '../language/normalise.ts'
import { CourseDocument } from './document.ts'
import { itemId } from './identity.ts'

/** Most values that a request with a course may have: the largest published one has 400,000. */
const MOST_VALUES = 2_000_000

/** A course as its author may write it down: what has a default may be left out, and so may an item's `id`. */
export const CourseFile = Type.Unsafe<CourseDocument>({
  ...optional(CourseDocument),
  title: 'CourseFile',
  'x-max-values': MOST_VALUES
})
export type CourseFile = Static<typeof CourseFile>

/** The course that a file means, once it is validated and its defaults are filled in: texts tidied, items identified. */
export function completeCourse(file: CourseFile): CourseDocument {
  const course = tidyTexts(file)
  return {
    ...course,
    units: course.units.map((unit) => ({
      ...unit,
      skills: unit.skills.map((skill) => ({
        ...skill,
        items: skill.items.map((item) => ({
          ...item,
          id: item.id?.toLowerCase() ?? itemId(course.slug, skill.slug, item.target[0]!, item.source[0]!)
        }))
      }))
    }))
  }
}

function optional(schema: TSchema): TSchema {
  const { properties, required, items, anyOf } = schema
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries<TSchema>(properties).map(([name, part]) => [name, optional(part)])),
      required: required.filter((name: string) => name !== 'id' && properties[name].default === undefined)
    }),
    ...(items && { items: optional(items) }),
    ...(anyOf && { anyOf: anyOf.map(optional) })
  } as TSchema
}

/** The same with its texts in NFC and with single spaces; Markdown keeps its lines. */
export const tidyTexts = <T>(value: T): T => tidied(value) as T

function tidied(value: unknown, name?: string): unknown {
  if (typeof value === 'string') return name === 'introduction' ? value.normalize('NFC') : tidy(value)
  if (Array.isArray(value)) return value.map((each) => tidied(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, tidied(part, name)]))
}
