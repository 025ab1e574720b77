import { type TSchema, Type } from '@sinclair/typebox'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { contractFaults, operationIdOf } from '../../src/http/contract.ts'
import { Closed, NoBody } from '../../src/http/schema.ts'

const route = (options: Record<string, unknown> = {}, schema: Record<string, unknown> = {}) =>
  ({
    method: 'GET',
    url: '/things',
    ...options,
    schema: { summary: 'Things', response: { 200: Type.Null() }, ...schema }
  }) as unknown as RouteOptions

const posting = (body?: TSchema) => route({ method: 'POST' }, body && { body })

t.test('a route that keeps the contract has no faults', async (t) => {
  const kept = [
    route(),
    route({}, { response: { 304: Type.Null() } }),
    route({ method: 'DELETE' }),
    posting(NoBody),
    posting(Closed({ name: Type.String(), tags: Type.Array(Closed({ name: Type.String() })) })),
    posting(Type.Object({}, { additionalProperties: true })),
    posting(Type.Array(Type.String())),
    route({ url: '/things/:id/*' }, { params: Type.Object({ id: Type.String(), '*': Type.String() }) }),
    ...['public', 'learner', 'author', 'admin'].map((access) => route({ config: { access } }))
  ]
  for (const options of kept) t.strictSame(contractFaults(options), [], JSON.stringify(options))
})

t.test('every fault says how to mend it', async (t) => {
  t.strictSame(contractFaults({ method: 'PUT', url: '/things/:id', handler: async () => {} }), [
    "has no summary: add `summary: 'What it does'` to its schema",
    'has no response schema: add `response: { 200: … }` to its schema',
    'takes a body without a schema: add `body: Closed({ … })`, or `body: NoBody` where it takes none',
    'has no schema for id in its URL: add `params: Type.Object({ … })`'
  ])
})

t.test('only a success counts as a reply', async (t) => {
  for (const status of ['404', '500', 'default']) {
    t.match(contractFaults(route({}, { response: { [status]: Type.Null() } })), [/no response schema/], status)
  }
})

t.test('each parameter of the URL needs a schema, the wildcard too', async (t) => {
  const params = Type.Object({ a: Type.String() })
  t.match(contractFaults(route({ url: '/:a/:b/*' }, { params })), [/no schema for b, \* in its URL/])
  t.match(contractFaults(route({ url: '/:a/:bee(^\\d+)' }, { params })), [/no schema for bee in its URL/])
})

t.test('an object that lets unknown fields through is found wherever it stands in a body', async (t) => {
  const open = Type.Object({ name: Type.String() })
  const cases: [TSchema, string][] = [
    [open, 'body'],
    [Type.Unknown(), 'body'],
    [Closed({ a: Type.Any() }), 'body/a'],
    [Closed({ a: open }), 'body/a'],
    [Closed({ a: Type.Optional(Type.Array(open)) }), 'body/a/items'],
    [Closed({ a: Type.Union([Type.Null(), Closed({ b: open })]) }), 'body/a/part/b'],
    [Type.Unsafe({ allOf: [Closed({}), open] }), 'body/part'],
    [Closed({ a: Type.Unsafe({ oneOf: [open] }) }), 'body/a/part'],
    [Closed({ a: Type.Unsafe({ ...open, type: ['object', 'null'] }) }), 'body/a'],
    [Closed({ a: Type.Record(Type.String(), open, { additionalProperties: false }) }), 'body/a/^(.*)$'],
    [Type.Tuple([open]), 'body/items'],
    [Type.Unsafe({ content: { 'application/json': { schema: open } } }), 'body/application/json']
  ]
  for (const [body, path] of cases) {
    t.strictSame(contractFaults(posting(body)), [
      `accepts unknown fields in ${path}: make it \`Closed({ … })\`, or set additionalProperties`
    ])
  }
})

t.test('an access that does not exist is a fault, not a closed door', async (t) => {
  t.strictSame(contractFaults(route({ config: { access: 'everyone' } })), [
    "has the unknown access 'everyone': use one of public, learner, author, admin"
  ])
})

t.test('several methods would share an operationId', async (t) => {
  t.strictSame(contractFaults(route({ method: ['GET', 'DELETE'] })), [
    'answers several methods: register one route for each'
  ])
})

t.test('an operationId comes from method and URL', async (t) => {
  t.equal(operationIdOf('GET', '/v1/courses/:course/skills/:skill'), 'getV1CoursesByCourseSkillsBySkill')
  t.equal(operationIdOf('PUT', '/v1/study-sessions/:id'), 'putV1StudySessionsById')
  t.equal(operationIdOf('GET', '/openapi.json'), 'getOpenapiJson')
  t.equal(operationIdOf('POST', '/'), 'post')
})
