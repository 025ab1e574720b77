import type { TSchema } from '@sinclair/typebox'

const integer = /^-?\d{1,15}$/
const number = /^-?\d{1,15}(\.\d{1,15})?$/

/**
 * Reads the strings of a query, a path or an environment as the types their schema names, in place: plain decimal
 * digits become numbers, `true` and `false` booleans, a lone value the one element of an array. Whatever is written
 * otherwise (`1e309`, `0x1F`, ` 7`) stays a string, for validation to refuse.
 */
export function coerceStrings(schema: TSchema, values: Record<string, unknown>): void {
  for (const [name, property] of Object.entries<TSchema>(schema.properties ?? {})) {
    if (values[name] !== undefined) values[name] = coerce(property, values[name])
  }
}

function coerce(schema: TSchema, value: unknown): unknown {
  if (schema.type === 'array') return [value].flat().map((element) => coerce(schema.items, element))
  if (typeof value !== 'string') return value
  if (schema.type === 'integer' && integer.test(value)) return Number(value)
  if (schema.type === 'number' && number.test(value)) return Number(value)
  if (schema.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
