import type { TSchema } from '@sinclair/typebox'
import { CourseDocument } from '../document.ts'

/** The schema of a course in a file or a request: a `CourseDocument` in which what has a `default`, and `id`, may be left out. */
export const CourseFile: TSchema = { ...asWritten(CourseDocument), title: 'CourseFile' }

/** The schema with fewer fields required, also within; where that makes it another, its title says so. */
function asWritten<T extends TSchema>(schema: T): T {
  const written: TSchema = { ...schema }
  if (schema.items) written.items = asWritten(schema.items)
  if (schema.anyOf) written.anyOf = schema.anyOf.map(asWritten)
  if (schema.properties) {
    const properties = Object.entries<TSchema>(schema.properties).map(([name, property]) => [name, asWritten(property)])
    written.properties = Object.fromEntries(properties)
    const mayBeLeftOut = (name: string) => name === 'id' || schema.properties[name].default !== undefined
    written.required = schema.required?.filter((name: string) => !mayBeLeftOut(name))
    if (schema.title && JSON.stringify(written) !== JSON.stringify(schema)) written.title = `${schema.title}InFile`
  }
  return written as T
}
