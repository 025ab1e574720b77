import type { TSchema } from '@sinclair/typebox'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { quote } from '../report.ts'
import { type Path, pathOf, type Violation } from './paths.ts'

/** Nobody mends more at once. */
const MOST = 1_000
/** In a part of more values than this only the first fault is looked for: each would take memory. */
const SMALL = 1_000

const everyFault = addFormats.default(new Ajv({ allErrors: true, strict: false }))
const firstFault = addFormats.default(new Ajv({ strict: false }))
const validators = new WeakMap<TSchema, { every: ValidateFunction; first: ValidateFunction }>()

/**
 * What in a value breaks the schema, at most a thousand faults. Lists of objects are checked one object after another, so
 * that a hostile document takes no more memory than a sound one.
 */
export function violationsOf(schema: TSchema, value: unknown): Violation[] {
  const found: Violation[] = []
  check(schema, value, [], found)
  return found
}

function check(schema: TSchema, value: unknown, path: Path, found: Violation[]): void {
  if (found.length >= MOST) return
  const lists = isObject(value) ? listsOf(schema).filter(([name]) => Array.isArray(value[name])) : []
  const head = lists.length ? { ...(value as object), ...Object.fromEntries(lists.map(([name]) => [name, []])) } : value
  const validate = validatorOf(schema)[isSmall(head) ? 'every' : 'first']
  if (!validate(head)) for (const error of pertinent(validate.errors!)) found.push(violation(error, path))
  for (const [name, items] of lists) {
    for (const [index, each] of (value as Record<string, unknown[]>)[name]!.entries()) {
      check(items, each, [...path, name, index], found)
      if (found.length >= MOST) return
    }
  }
}

/** The properties that are lists of objects, with the objects' schema. */
const listsOf = (schema: TSchema): [string, TSchema][] =>
  Object.entries<TSchema>(schema.properties ?? {}).flatMap(([name, property]) =>
    property.items?.type === 'object' ? [[name, property.items]] : []
  )

function validatorOf(schema: TSchema) {
  const known = validators.get(schema)
  if (known) return known
  const made = { every: everyFault.compile(schema), first: firstFault.compile(schema) }
  validators.set(schema, made)
  return made
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isSmall(value: unknown): boolean {
  const open = [value]
  for (let seen = 0; open.length; seen++) {
    if (seen + open.length > SMALL) return false
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    const children = Object.values(next)
    if (children.length > SMALL) return false
    open.push(...children)
  }
  return true
}

/** Of something or null, that it isn't null either is no news. */
const pertinent = (errors: ErrorObject[]) =>
  errors.filter(({ keyword, params }) => keyword !== 'anyOf' && !(keyword === 'type' && params.type === 'null'))

function violation(error: ErrorObject, within: Path): Violation {
  const path = [...within, ...pathOf(error.instancePath)]
  const at = path.at(-1) ?? 'The course'
  const { keyword, params, message } = error
  switch (keyword) {
    case 'required': {
      const name = params.missingProperty
      return { path: [...path, name], code: 'missing-field', message: `There is no ${quote(name)}: add it` }
    }
    case 'additionalProperties': {
      const name = params.additionalProperty
      const known = Object.keys(error.parentSchema?.properties ?? {}).join(', ')
      const says = `${quote(name)} is not a field: take it out${known && `, or write one of ${known}`}`
      return { path: [...path, name], code: 'unknown-field', message: says }
    }
    case 'type':
      return { path, code: 'wrong-shape', message: `${quote(String(at))} must be ${typeInWords(params.type)}` }
    case 'enum':
      return { path, code: 'wrong-value', message: `${quote(String(at))} must be ${oneOf(params.allowedValues)}` }
    case 'pattern':
      return {
        path,
        code: 'wrong-value',
        message: `${quote(String(at))} must be a slug: write a–z, 0–9 and single hyphens`
      }
    case 'minItems':
      return { path, code: 'missing-text', message: `${quote(String(at))} is empty: give at least ${params.limit}` }
    default:
      return { path, code: 'wrong-value', message: `${quote(String(at))} ${message}` }
  }
}

const oneOf = (values: string[]) => `one of ${values.filter((value) => value !== null).join(', ')}`

const words: Record<string, string> = { string: 'a text', object: 'an object', array: 'a list', null: 'null' }

const typeInWords = (types: string | string[]) =>
  String(types)
    .split(',')
    .map((type) => words[type] ?? type)
    .join(' or ')
