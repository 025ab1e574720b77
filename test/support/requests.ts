import type { TSchema } from '@sinclair/typebox'
import fc from 'fast-check'
import { exampleOf } from '../../src/http/example.ts'
import { arbitraryOf, type Schema, type Schemas, sometimes } from './arbitraries.ts'
import { junk, rawBodies, rawParameters, rawQueries, spoiled, strangeHeaders, strangeTypes } from './hostile.ts'

interface Parameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  schema: Schema
  example?: unknown
}

/** An operation of the OpenAPI document. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  operationId: string
  isPublic: boolean
  /** Whether not everybody may call it who is signed in. */
  takesRole: boolean
  parameters: Parameter[]
  body: { schema: Schema; example: unknown } | undefined
}

/** What is sent: the URL as it goes over the wire, and the body as text. */
export interface Request {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
}

/** What exists, by the name of the parameter that asks for it, where the document's examples would name nothing. */
export type Known = Record<string, unknown[]>

/** The parts of an OpenAPI document that requests are made from. */
export interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        security: unknown[]
        responses: Record<string, unknown>
        operationId: string
        parameters?: Parameter[]
        requestBody?: { content: Record<string, { schema: Schema; example: unknown }> }
      }
    >
  >
  components: { schemas: Schemas }
}

/** Every operation of a document. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody, security, operationId, responses }]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      operationId,
      isPublic: security.length === 0,
      takesRole: responses['403'] !== undefined,
      parameters,
      body: requestBody?.content['application/json']
    }))
  )
}

/** The request that the document gives as the example. */
export function exampleRequest(operation: Operation, known: Known): Request {
  const values = operation.parameters
    .filter(({ required }) => required)
    .map(
      (parameter) =>
        [parameter, known[parameter.name]?.[0] ?? parameter.example ?? exampleOf(parameter.schema as TSchema)] as const
    )
  const valueIn = (place: string) =>
    values.filter(([parameter]) => parameter.in === place).map(([{ name }, value]) => [name, encode(value)] as const)
  return request(
    operation,
    valueIn('path'),
    pairs(valueIn('query')),
    operation.body && JSON.stringify(withKnown(operation.body.example, known))
  )
}

/** The example with what exists in its fields, where they name something. */
const withKnown = (example: unknown, known: Known) =>
  Object.fromEntries(Object.entries(example as object).map(([name, value]) => [name, known[name]?.[0] ?? value]))

/** Requests that keep to the operation's schemas. */
export function validRequests(operation: Operation, known: Known, shared: Schemas): fc.Arbitrary<Request> {
  return fc
    .record({
      path: parametersIn('path', operation, known, shared),
      query: parametersIn('query', operation, known, shared).map(pairs),
      body: bodyOf(operation, shared).map((body) => JSON.stringify(body))
    })
    .map(({ path, query, body }) => request(operation, path, query, body))
}

/** Requests that break something: parameters, query, body, its type or a header. */
export function hostileRequests(operation: Operation, known: Known, shared: Schemas): fc.Arbitrary<Request> {
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
  const brokenPath = fc.tuple(...names.map((name) => rawParameters.map((raw) => [name, raw] as const)))
  const body = bodyOf(operation, shared)
  return fc
    .record({
      path: fc.oneof({ weight: 3, arbitrary: parametersIn('path', operation, known, shared) }, brokenPath),
      query: fc.oneof(
        { weight: 3, arbitrary: parametersIn('query', operation, known, shared).map(pairs) },
        rawQueries(operation.parameters.map(({ name }) => name))
      ),
      body: fc.oneof(
        { weight: 2, arbitrary: body.map((value) => JSON.stringify(value)) },
        { weight: operation.body ? 6 : 1, arbitrary: spoiled(body).map((value) => JSON.stringify(value)) },
        junk.map((value) => JSON.stringify(value)),
        rawBodies
      ),
      type: sometimes(strangeTypes),
      headers: sometimes(strangeHeaders)
    })
    .map(({ path, query, body, type, headers }) => {
      const plain = request(operation, path, query, body)
      return {
        ...plain,
        headers: { ...plain.headers, ...(type !== undefined && { 'content-type': type }), ...headers }
      }
    })
}

type Pairs = readonly (readonly [name: string, encoded: string])[]

function request({ method, path }: Operation, parameters: Pairs, query: string, body: string | undefined): Request {
  const values = Object.fromEntries(parameters)
  const url = path.replace(/\{(\w+)\}/g, (_, name) => values[name]!) + (query && `?${query}`)
  return body === undefined
    ? { method, url, headers: {} }
    : { method, url, headers: { 'content-type': 'application/json' }, body }
}

function parametersIn(place: string, operation: Operation, known: Known, shared: Schemas) {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place)
  const values = parameters.map(({ name, required, schema, example }) => {
    const examples = known[name] ?? [example].filter((value) => value !== undefined)
    const value = arbitraryOf(examples.length > 0 ? { ...schema, examples } : schema, shared)
    const pair = value.map((value) => [name, encode(value)] as const)
    return required ? pair : sometimes(pair)
  })
  return fc.tuple(...values).map((list) => list.filter((pair) => pair !== undefined))
}

const bodyOf = ({ body }: Operation, shared: Schemas): fc.Arbitrary<unknown> =>
  body ? arbitraryOf(body.schema, shared) : fc.constant(undefined)

const pairs = (list: Pairs) => list.map(([name, encoded]) => `${name}=${encoded}`).join('&')

const encode = (value: unknown) => encodeURIComponent(String(value))
