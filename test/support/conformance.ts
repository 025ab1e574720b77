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
  const schemas = close(document.components.schemas)
  const paths = Object.entries<Json>(document.paths).map(([path, operations]) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]*')}$`),
    operations
  }))
  const validators = new Map<Json, ValidateFunction>()
  const validatorOf = (schema: Json) => {
    const validate = validators.get(schema) ?? ajv.compile({ ...close(schema), components: { schemas } })
    validators.set(schema, validate)
    return validate
  }

  const problem = { $ref: '#/components/schemas/Problem' }
  const unknown = { content: { 'application/problem+json': { schema: problem } } }

  return {
    fault(method, url, { status, type, body }) {
      const pathname = url.split('?')[0]!
      const exact = paths.find(({ path }) => path === pathname)
      const operation = (exact ?? paths.find(({ pattern }) => pattern.test(pathname)))?.operations[method.toLowerCase()]
      if (!operation && status !== 404) return `${method} ${url} replied ${status} and is not documented: ${body}`
      const declared = operation ? operation.responses[status] : unknown
      if (!declared) return `${method} ${url} replied ${status}, which it does not declare: ${body}`
      const media = type?.split(';')[0] ?? ''
      if (!declared.content) return body === '' ? undefined : `${method} ${url} replied ${status} with a body: ${body}`
      const content = declared.content[media]
      if (!content) return `${method} ${url} replied ${status} as ${media || 'nothing'}: ${body}`
      if (!media.endsWith('json')) return undefined
      const validate = validatorOf(content.schema)
      return validate(JSON.parse(body))
        ? undefined
        : `${method} ${url} replied ${status} with ${ajv.errorsText(validate.errors)}: ${body.slice(0, 500)}`
    }
  }
}

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
