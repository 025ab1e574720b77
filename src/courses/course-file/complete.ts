import type { TSchema } from '@sinclair/typebox'
import type { CourseDocument } from '../document.ts'
import { CourseDocument as schema } from '../document.ts'
import { entryPool } from '../librelingo/dictionary.ts'
import { tidyText } from '../tidy-text.ts'
import type { Path, Violation } from './paths.ts'

/** Kept as written: Markdown, in which spaces count. */
const VERBATIM = 'introduction'
/** Parentheses and braces mean something else in it. */
const PATTERNS = 'patterns'

/** A course whose items may lack an id. */
export type WithoutIds = Omit<CourseDocument, 'units'> & { units: UnitWithoutIds[] }
type UnitWithoutIds = Omit<CourseDocument['units'][number], 'skills'> & { skills: SkillWithoutIds[] }
type SkillWithoutIds = Omit<CourseDocument['units'][number]['skills'][number], 'items'> & { items: ItemWithoutId[] }
type ItemWithoutId = Omit<CourseDocument['units'][number]['skills'][number]['items'][number], 'id'> & { id?: string }

/** What `CourseFile` accepts as a course: with its defaults, its fields in the schema's order, and its texts tidy. */
export function completed(value: unknown, report: (violation: Violation) => void): WithoutIds {
  const pooled = entryPool()
  return complete(schema, value, []) as WithoutIds

  function complete(schema: TSchema, value: unknown, path: Path): unknown {
    if (value === null) return null
    if (typeof value === 'string') return text(schema, value, path)
    const part: TSchema = schema.anyOf?.find((each: TSchema) => each.type !== 'null') ?? schema
    if (Array.isArray(value)) {
      const list = value.map((each, index) => complete(part.items, each, [...path, index]))
      return path.at(-1) === 'dictionary' ? list.map((entry) => pooled(entry as never)) : list
    }
    const given = value as Record<string, unknown>
    const fields: Record<string, unknown> = {}
    for (const [name, property] of Object.entries<TSchema>(part.properties)) {
      if (given[name] !== undefined) fields[name] = complete(property, given[name], [...path, name])
      else if (property.default !== undefined) fields[name] = structuredClone(property.default)
    }
    return fields
  }

  function text(schema: TSchema, written: string, path: Path): string | null {
    const { text, remarks } = tidyText(written)
    const verbatim = path.at(-1) === VERBATIM
    for (const remark of remarks) {
      const moot = verbatim || path.includes(PATTERNS) ? remark.code !== 'unusable-text' : false
      if (!moot) report({ path, ...remark })
    }
    if (text !== undefined) return verbatim ? written : text
    const isNullable = [schema.type].flat().includes('null')
    if (!isNullable && remarks.length === 0)
      report({ path, code: 'missing-text', message: 'A text is empty: write it, or take it out' })
    return isNullable ? null : ''
  }
}
