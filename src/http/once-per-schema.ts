import type { TSchema } from '@sinclair/typebox'

/** What `compile` makes of a schema, made once for all schemas that say the same: routes share most of theirs. */
export function oncePerSchema<T>(compile: (schema: TSchema) => T): (schema: TSchema) => T {
  const compiled = new Map<string, T>()
  return (schema) => {
    const text = JSON.stringify(schema)
    const known = compiled.get(text) ?? compile(schema)
    compiled.set(text, known)
    return known
  }
}
