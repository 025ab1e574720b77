import type { TSchema } from '@sinclair/typebox'
import type { FastifySchema, RouteOptions } from 'fastify'
import { NoBody } from './schema.ts'

export const accessLevels = ['public', 'learner', 'author', 'admin'] as const
/** Who may call a route. Without one it takes a signed-in user, as `learner` does. */
export type Access = (typeof accessLevels)[number]

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifySchema {
    summary?: string
    description?: string
    operationId?: string
    tags?: readonly string[]
    hide?: boolean
  }
}

/** What is wrong with a route, each fault with its mend; none for a route that keeps the contract. */
export function contractFaults(route: RouteOptions): string[] {
  const schema = (route.schema ?? {}) as FastifySchema & { body?: TSchema; params?: TSchema }
  const faults: string[] = []
  if (!schema.summary) faults.push("has no summary: add `summary: 'What it does'` to its schema")
  if (!Object.keys(schema.response ?? {}).some((status) => status.startsWith('2') || status.startsWith('3'))) {
    faults.push('has no response schema: add `response: { 200: … }` to its schema')
  }
  if (Array.isArray(route.method)) faults.push('answers several methods: register one route for each')
  const { access } = route.config ?? {}
  if (access !== undefined && !accessLevels.includes(access)) {
    faults.push(`has the unknown access '${access}': use one of ${accessLevels.join(', ')}`)
  }
  if (takesBody(route) && !schema.body) {
    faults.push('takes a body without a schema: add `body: Closed({ … })`, or `body: NoBody` where it takes none')
  }
  const open = schema.body && schema.body !== NoBody ? openObject(schema.body, 'body') : undefined
  if (open) faults.push(`accepts unknown fields in ${open}: make it \`Closed({ … })\`, or set additionalProperties`)
  const undeclared = pathParameters(route.url).filter((name) => !schema.params?.properties?.[name])
  if (undeclared.length > 0) {
    faults.push(`has no schema for ${undeclared.join(', ')} in its URL: add \`params: Type.Object({ … })\``)
  }
  return faults
}

const takesBody = (route: RouteOptions) => [route.method].flat().some((method) => /^(POST|PUT|PATCH)$/.test(method))

const pathParameters = (url: string) => [...url.matchAll(/:(\w+)|(\*)/g)].map((match) => (match[1] ?? match[2])!)

/** Where in a schema the first object stands that lets unknown fields through. */
function openObject(schema: TSchema, path: string): string | undefined {
  if ([schema.type].flat().includes('object') && schema.additionalProperties === undefined) return path
  const says = ['type', 'enum', 'const', 'anyOf', 'allOf', 'oneOf', 'content']
  if (!says.some((keyword) => keyword in schema)) return path
  const { anyOf = [], allOf = [], oneOf = [] } = schema
  const media = Object.entries<{ schema: TSchema }>(schema.content ?? {})
  const children: [string, TSchema][] = [
    ...Object.entries<TSchema>({ ...schema.properties, ...schema.patternProperties }),
    ...[schema.items ?? []].flat().map((item: TSchema): [string, TSchema] => ['items', item]),
    ...[...anyOf, ...allOf, ...oneOf].map((part: TSchema): [string, TSchema] => ['part', part]),
    ...media.map(([type, { schema }]): [string, TSchema] => [type, schema])
  ]
  for (const [name, child] of children) {
    const open = openObject(child, `${path}/${name}`)
    if (open) return open
  }
  return undefined
}

/** The id that a client generator names its function by: `GET /v1/courses/:course` gives `getV1CoursesByCourse`. */
export function operationIdOf(method: string, url: string): string {
  const words = url.split(/[/.-]/).filter(Boolean)
  const named = words.map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return method.toLowerCase() + named.join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
