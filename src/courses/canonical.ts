import { hash } from 'node:crypto'
import type { TObject, TSchema } from '@sinclair/typebox'
import { CourseDocument } from './document.ts'

/** A course as JSON text, its fields in the order of the schema, so that two courses which say the same are the same text. */
export const canonicalText = (course: CourseDocument): string => JSON.stringify(inOrder(CourseDocument, course))

/** What tells a course's content from any other, whoever wrote it down. */
export const contentOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)

function inOrder(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(schema.items, each))
  if (typeof value !== 'object' || value === null) return value
  const { properties } = (schema.anyOf?.find((option: TSchema) => option.type === 'object') ?? schema) as TObject
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, inOrder(property, (value as never)[name])])
  )
}
