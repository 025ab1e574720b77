import { type SchemaOptions, type TNull, type TProperties, type TSchema, type TUnion, Type } from '@sinclair/typebox'

/** An object that refuses unknown fields: what every request body and stored document is made of. */
export const Closed = <T extends TProperties>(properties: T, options: SchemaOptions = {}) =>
  Type.Object(properties, { ...options, additionalProperties: false })

/** One of a few strings, as a plain JSON Schema `enum` (a TypeBox union becomes an unreadable `anyOf`). */
export const StringEnum = <const T extends readonly string[]>(values: T, options: SchemaOptions = {}) =>
  Type.Unsafe<T[number]>({ ...options, type: 'string', enum: [...values] })

/** An id as PostgreSQL takes it; the format alone lets `urn:uuid:…` through. */
export const Uuid = (options: SchemaOptions = {}) =>
  Type.String({ ...options, format: 'uuid', pattern: '^[0-9a-fA-F-]{36}$' })

/** Whether a text is a UUID as we write it. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** A calendar day as PostgreSQL takes it; the format alone lets the year 0 through. */
export const Day = (options: SchemaOptions = {}) =>
  Type.String({ examples: ['2026-03-08'], ...options, format: 'date', pattern: '^[1-9]' })

/** A month of the calendar. */
export const Month = (options: SchemaOptions = {}) =>
  Type.String({ examples: ['2026-03'], ...options, pattern: '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$' })

const plainTypes = ['string', 'integer', 'number', 'boolean']

/** The schema's value or null. A plain value has two types, because `anyOf` is validated anew with each reply. */
export const Nullable = <T extends TSchema>(schema: T, options: SchemaOptions = {}): TUnion<[T, TNull]> => {
  if (!plainTypes.includes(schema.type) || schema.title) return Type.Union([schema, Type.Null()], options)
  const values = schema.enum && { enum: [...schema.enum, null] }
  return { ...schema, ...options, ...values, type: [schema.type, 'null'] } as unknown as TUnion<[T, TNull]>
}

/** Declares that a POST, PUT or PATCH takes no body; one that is sent all the same is refused. */
export const NoBody = Type.Unsafe<undefined>({ description: 'No body' })

/** Replies without a body. */
export const NoContent = Type.Null({ description: 'Done' })
export const NotModified = Type.Null({ description: 'What the client has is still current' })
