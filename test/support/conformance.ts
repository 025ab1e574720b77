import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { isEmail } from '../../src/http/email.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is walked
type Json = Record<string, any>

/** What a reply is held against: the server's own OpenAPI document. */
export interface Conformance {
  /** Why a reply is not one that its operation declares, in status, media type or body; `undefined` if it is. */
  fault(
    method: string,
    url: string,
    reply: { status: number; type: string | undefined; body: string }
  ): string | undefined
}

const ROOT = 'document.json'
const PROBLEM = 'application/problem+json'

const ofApp = new WeakMap<FastifyInstance, Conformance>()
const ofDocument = new Map<string, Conformance>()

/** The checker of an app. Bodies are checked strictly: a field that the document does not name is a fault. */
export function conformanceOf(app: FastifyInstance): Conformance {
  const known = ofApp.get(app)
  if (known) return known
  // Most apps have the same document, whose schemas take long to compile.
  const text = JSON.stringify(app.swagger())
  const conformance = ofDocument.get(text) ?? conformanceTo(JSON.parse(text))
  ofDocument.set(text, conformance)
  ofApp.set(app, conformance)
  return conformance
}

function conformanceTo(document: Json): Conformance {
  const ajv = new Ajv2020({ strict: false, allErrors: true, addUsedSchema: false })
  addFormats.default(ajv)
  ajv.addFormat('time-zone', true)
  ajv.addFormat('idn-email', isEmail)
  ajv.addFormat('language-tag', true)
  // As one schema, of which each reply's is a part: what they share is read and compiled once.
  ajv.addSchema(close(document), ROOT)
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (pointer: string) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `${ROOT}#${pointer}` })
    compiled.set(pointer, validate)
    return validate
  }
  const paths = Object.entries<Json>(document.paths).map(([path, operations]) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]*')}$`),
    operations
  }))

  const unknown = { content: { [PROBLEM]: {} } }

  return {
    fault(method, url, { status, type, body }) {
      const pathname = url.split('?')[0]!
      const known = paths.find(({ path }) => path === pathname) ?? paths.find(({ pattern }) => pattern.test(pathname))
      const operation = known?.operations[method.toLowerCase()]
      if (!operation && status !== 404) return `${method} ${url} replied ${status} and is not documented: ${body}`
      const declared = operation ? operation.responses[status] : unknown
      if (!declared) return `${method} ${url} replied ${status}, which it does not declare: ${body}`
      const media = type?.split(';')[0] ?? ''
      if (!declared.content) return body === '' ? undefined : `${method} ${url} replied ${status} with a body: ${body}`
      if (!declared.content[media]) return `${method} ${url} replied ${status} as ${media || 'nothing'}: ${body}`
      if (!media.endsWith('json')) return undefined
      const steps = ['paths', known?.path, method.toLowerCase(), 'responses', status, 'content', media, 'schema']
      const validate = validatorOf(media === PROBLEM ? '/components/schemas/Problem' : pointerTo(steps))
      return validate(JSON.parse(body))
        ? undefined
        : `${method} ${url} replied ${status} with ${ajv.errorsText(validate.errors)}: ${body.slice(0, 500)}`
    }
  }
}

/** A JSON pointer as a URI's fragment has it. */
const pointerTo = (steps: unknown[]) =>
  steps.map((step) => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')

/** A copy of a schema in which every object refuses fields that it does not name. */
function close<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(close) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)])) as Json
  if (closed.type === 'object' && closed.properties && closed.additionalProperties === undefined) {
    closed.additionalProperties = false
  }
  return closed as T
}
