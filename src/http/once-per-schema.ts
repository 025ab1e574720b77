import type { TSchema } from '@sinclair/typebox'

/**
 * What `compile` makes of a schema, made when it is first called, and once for all schemas that say the same: routes share
 * most of theirs, and a server starts long before each of its routes has been asked.
 */
export function oncePerSchema<T>(compile: (schema: TSchema) => T): (schema: TSchema) => () => T {
  const compiled = new Map<string, T>()
  return (schema) => {
    let own: T | undefined
    return () => {
      if (own) return own
      const text = JSON.stringify(schema)
      own = compiled.get(text) ?? compile(schema)
      compiled.set(text, own)
      return own
    }
  }
}
