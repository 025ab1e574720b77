import type { TObject, TSchema } from '@sinclair/typebox'
import type { ErrorObject } from 'ajv'

/** The environment is unusable: one line for each variable at fault, saying what is expected of it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(faults: readonly string[]) {
    super(`The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}`)
  }
}

/** One line for each variable that Ajv found at fault, never showing the value of a secret. */
export function describeFaults(schema: TObject, errors: readonly ErrorObject[]): string[] {
  const variables = new Set(
    errors.map((error) => (error.keyword === 'required' ? error.params.missingProperty : error.instancePath.slice(1)))
  )
  return [...variables].sort().map((name) => {
    const missing = errors.some((error) => error.params.missingProperty === name)
    const property = schema.properties[name] as TSchema
    return `  ${name} ${missing ? 'is required' : 'is not valid'}: ${expectation(property)}`
  })
}

function expectation(schema: TSchema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`
  if (schema.type === 'integer')
    return `a whole number from ${schema.minimum} to ${schema.maximum}. ${schema.description}`
  if (schema.type === 'boolean') return `true or false. ${schema.description}`
  return schema.not
    ? `at least ${schema.minLength} characters, and not the example's. ${schema.description}`
    : `${schema.description}${schema.examples ? `; for example ${schema.examples.join(' or ')}` : ''}`
}
