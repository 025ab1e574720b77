import fc from 'fast-check'

/** What a schema of the document may say. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  examples?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export type Schemas = Record<string, Schema>

/** Any character: what fast-check calls 'binary', which it takes a second to count. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ffff - 0x800 })
  .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800))

/** The arbitrary's values, one time in four; else nothing. */
export const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, arbitrary)

/**
 * Values that a schema of the OpenAPI document accepts, its examples often among them, because they name what exists.
 * Throws on a format that it does not know.
 */
export function arbitraryOf(schema: Schema, shared: Schemas): fc.Arbitrary<unknown> {
  if (schema.$ref) return arbitraryOf(shared[schema.$ref.split('/').at(-1)!]!, shared)
  const any = generated(schema, shared)
  return schema.examples ? fc.oneof(fc.constantFrom(...schema.examples), any) : any
}

function generated(schema: Schema, shared: Schemas): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => arbitraryOf(part, shared)))
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => generated({ ...schema, type }, shared)))
  switch (schema.type) {
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum, max: schema.maximum })
    case 'number':
      return fc.double({ min: schema.minimum, max: schema.maximum, noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(arbitraryOf(schema.items!, shared), { minLength: schema.minItems, maxLength: schema.maxItems })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      const fields = Object.fromEntries(properties.map(([name, property]) => [name, arbitraryOf(property, shared)]))
      return fc.record(fields, { requiredKeys: schema.required ?? [] })
    }
    default:
      return fc.jsonValue()
  }
}

const formats: Record<string, () => fc.Arbitrary<string>> = {
  uri: () => fc.constantFrom('https://example.org/ada.png', 'https://example.org', 'https://example.org:8443/?a=b#c'),
  uuid: () =>
    fc.oneof(
      fc.uuid(),
      fc.uuid({ version: 7 }).map((id) => id.toUpperCase())
    ),
  'idn-email': () => fc.oneof(fc.emailAddress(), fc.constantFrom('josé@españa.example', '用户@例子.广告')),
  date: () => instant().map((time) => time.slice(0, 10)),
  'date-time': () => instant(),
  'language-tag': () => fc.constantFrom('en', 'pt-BR', 'zh-Hant-TW'),
  'time-zone': () => fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
}

const byPattern = new Map<string, fc.Arbitrary<string>>()

/** One arbitrary per pattern, since fast-check takes as long to make one as to generate hundreds of values. */
function matching(pattern: string): fc.Arbitrary<string> {
  const made = byPattern.get(pattern) ?? fc.stringMatching(new RegExp(pattern))
  byPattern.set(pattern, made)
  return made
}

const instant = () =>
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString())

function text({ format, pattern, minLength = 0, maxLength = 1_000 }: Schema): fc.Arbitrary<string> {
  if (format) {
    const make = formats[format]
    if (!make) throw new Error(`Add the format ${format} to ${import.meta.filename}`)
    return make().filter((value) => value.length <= maxLength)
  }
  const length = { minLength, maxLength }
  const any = pattern ? matching(pattern) : fc.oneof(fc.string(length), fc.string({ ...length, unit: anyCharacter }))
  // Length counts characters, and what no database can store is not valid either.
  return any.filter((value) => {
    const characters = [...value].length
    return characters >= minLength && characters <= maxLength && value.isWellFormed() && !value.includes('\0')
  })
}
