import type { TSchema } from '@sinclair/typebox'
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { coerceStrings } from './coerce.ts'
import { isEmail } from './email.ts'
import { isLanguageTag } from './language-tag.ts'
import { oncePerSchema } from './once-per-schema.ts'
import type { Problem } from './problem.ts'
import { isTimeZone } from './time-zone.ts'

/** A request that its schema refuses: 400, with what to mend. */
export class Invalid extends Error {
  override readonly name = 'Validation'
  readonly statusCode = 400
  readonly errors: NonNullable<Problem['errors']>

  constructor(errors: NonNullable<Problem['errors']>) {
    super('The request is not valid')
    this.errors = errors
  }
}

const MAX_ERRORS = 20
const MAX_DEPTH = 32
/** Each value may cost an error, all of which are collected. A schema may allow for more, as its `x-max-values`. */
const MAX_VALUES = 10_000
const partName: Record<string, string> = { body: 'body', querystring: 'query', params: 'path', headers: 'headers' }

const ajv = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: false, removeAdditional: false, strict: false })
addFormats.default(ajv)
ajv.addFormat('time-zone', isTimeZone)
// JSON Schema's `email` is ASCII only.
ajv.addFormat('idn-email', isEmail)
ajv.addFormat('language-tag', isLanguageTag)

const validatorOf = oncePerSchema((schema) => ajv.compile(schema))

/**
 * Fastify's validator: bodies exactly as sent, with no coercion; queries and paths read from their strings; everywhere
 * no text that PostgreSQL could not store, no nesting deeper than 32, no more than 10,000 values. Throws nothing; its
 * errors are `Invalid`.
 */
export function compileValidator({ schema, httpPart }: FastifyRouteSchemaDef<TSchema>) {
  const validator = validatorOf(schema)
  const part = partName[httpPart ?? 'body'] ?? 'body'
  const fromStrings = part === 'query' || part === 'path'
  return (data: unknown): { value: unknown } | { error: Error } => {
    const fault = findUnstorable(data, part, schema['x-max-values'])
    if (fault) return { error: new Invalid([fault]) }
    if (fromStrings) coerceStrings(schema, data as Record<string, unknown>)
    const validate = validator()
    return validate(data) ? { value: data } : { error: new Invalid(describe(validate.errors ?? [], part)) }
  }
}

function describe(errors: ErrorObject[], part: string) {
  return ofMeantVariants(errors)
    .slice(0, MAX_ERRORS)
    .map((error) => {
      const { missingProperty, additionalProperty } = error.params
      const leaf = missingProperty ?? additionalProperty
      return {
        pointer: `/${part}${error.instancePath}${leaf === undefined ? '' : `/${escapePointer(leaf)}`}`,
        message: messageOf(error)
      }
    })
}

/**
 * Without what is wrong by those variants of a union that a constant, as a `type`, tells not to be meant, provided that one is
 * left: the others would say that everything in them is wrong.
 */
function ofMeantVariants(errors: ErrorObject[]): ErrorObject[] {
  const others = new Set(
    errors.flatMap(({ schemaPath, instancePath }) => {
      const variant = /^(.*\/anyOf\/\d+)\/properties\/[^/]+\/const$/.exec(schemaPath)?.[1]
      return variant === undefined ? [] : [`${variant} ${instancePath.slice(0, instancePath.lastIndexOf('/'))}`]
    })
  )
  if (others.size === 0) return errors
  const isOther = ({ schemaPath, instancePath }: ErrorObject) =>
    beginningsOf(instancePath).some((place) =>
      beginningsOf(schemaPath).some((variant) => others.has(`${variant} ${place}`))
    )
  const left = errors.filter((error) => error.keyword !== 'anyOf' && !isOther(error))
  return left.length > 0 ? left : errors
}

/** A path, and those of all that it is in. */
const beginningsOf = (path: string): string[] =>
  path.split('/').map((_, index, steps) => steps.slice(0, index + 1).join('/'))

function messageOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a known field'
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`
  return message ?? 'is not valid'
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

const UNSTORABLE = 'must not contain a NUL character or half of a surrogate pair'
const TOO_DEEP = `must not be nested deeper than ${MAX_DEPTH} levels`

/** A value somewhere in a request. */
interface Place {
  value: unknown
  name: string
  within?: Place
  depth: number
}

const pointerTo = ({ name, within }: Place): string =>
  within ? `${pointerTo(within)}/${escapePointer(name)}` : `/${name}`

/** The first text with a NUL or a lone surrogate, or that there are too many or too deeply nested values; not recursive. */
function findUnstorable(
  root: unknown,
  part: string,
  maxValues: number = MAX_VALUES
): { pointer: string; message: string } | undefined {
  const open: Place[] = [{ value: root, name: part, depth: 0 }]
  let values = 0
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, depth } = place
    if (typeof value === 'string') {
      if (!isStorable(value)) return { pointer: pointerTo(place), message: UNSTORABLE }
    } else if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) return { pointer: `/${part}`, message: TOO_DEEP }
      const children = Object.entries(value)
      values += children.length
      if (values > maxValues) return { pointer: `/${part}`, message: `must not have more than ${maxValues} values` }
      for (const [name, child] of children) {
        if (!isStorable(name)) return { pointer: pointerTo(place), message: UNSTORABLE }
        open.push({ value: child, name, within: place, depth: depth + 1 })
      }
    }
  }
  return undefined
}
