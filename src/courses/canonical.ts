import { createHash } from 'node:crypto'
import type { TObject, TSchema } from '@sinclair/typebox'
import { CourseDocument, Skill, Unit } from './document.ts'

/**
 * A course as JSON text, its fields in the order of the schema, so that two courses which say the same are the same text.
 * In pieces of a skill at most: the whole of a large course would take as much memory as reading its files.
 */
export function* canonicalText({ units, ...head }: CourseDocument): Generator<string> {
  yield opened(CourseDocument, { ...head, units: [] })
  for (const [i, { skills, ...unit }] of units.entries()) {
    yield `${i ? ',' : ''}${opened(Unit, { ...unit, skills: [] })}`
    for (const [j, skill] of skills.entries()) yield `${j ? ',' : ''}${JSON.stringify(inOrder(Skill, skill))}`
    yield ']}'
  }
  yield ']}'
}

/** What tells a course's content from any other, whoever wrote it down. */
export function contentOf(course: CourseDocument): string {
  const fingerprint = createHash('sha256')
  for (const piece of canonicalText(course)) fingerprint.update(piece)
  return contentName(fingerprint)
}

/** The fingerprint of a canonical text as `contentOf` gives it. */
export const contentName = (fingerprint: ReturnType<typeof createHash>): string =>
  fingerprint.digest('base64url').slice(0, 22)

/** The text of an object whose last field is an empty list, up to what the list holds. */
const opened = (schema: TSchema, value: object) => JSON.stringify(inOrder(schema, value)).slice(0, -2)

function inOrder(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(schema.items, each))
  if (typeof value !== 'object' || value === null) return value
  const { properties } = (schema.anyOf?.find((option: TSchema) => option.type === 'object') ?? schema) as TObject
  const ordered: Record<string, unknown> = {}
  for (const name in properties) ordered[name] = inOrder(properties[name]!, (value as Record<string, unknown>)[name])
  return ordered
}
