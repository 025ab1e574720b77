import type { TSchema } from '@sinclair/typebox'

const byFormat: Record<string, string> = {
  uuid: '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b',
  email: 'ada@example.org',
  date: '2026-01-31',
  'date-time': '2026-01-31T08:30:00.000Z'
}

/** An example value for a schema, put together from the examples, defaults and constants of its parts. */
export function exampleOf(schema: TSchema, shared: Record<string, TSchema> = {}): unknown {
  if (schema.$ref) return exampleOf(shared[schema.$ref.split('/').at(-1)]!, shared)
  const given = schema.examples?.[0] ?? schema.default ?? schema.const ?? schema.enum?.[0] ?? byFormat[schema.format]
  if (given !== undefined) return given
  const [variant] = schema.anyOf ?? []
  if (variant) return exampleOf(variant, shared)
  if (schema.type === 'array') return [exampleOf(schema.items, shared)]
  if (schema.type === 'object') {
    const properties = Object.entries<TSchema>(schema.properties ?? {})
    return Object.fromEntries(properties.map(([name, property]) => [name, exampleOf(property, shared)]))
  }
  return { integer: schema.minimum ?? 1, number: 0.5, boolean: true, string: 'text', null: null }[
    [schema.type].flat()[0] as string
  ]
}
