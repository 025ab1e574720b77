import type { TSchema } from '@sinclair/typebox'
import type { RouteOptions } from 'fastify'
import { exampleOf } from './example.ts'
import { problems } from './problem.ts'
import { STATUS_CODES } from './status-codes.ts'

type Operation = {
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
  tags?: string[]
}
type Media = { schema: TSchema; example?: unknown }
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, TSchema> }
  tags?: { name: string; description: string }[]
}

/** A route's schema with what its declaration implies: its tag, its `security`, and the problems that any route has. */
export function documentRoute(route: RouteOptions, url: string) {
  const schema = route.schema!
  const isPublic = route.config?.access === 'public'
  const method = [route.method].flat()[0]!
  const implied = [
    // Every query is closed, and a body is refused where none is taken.
    400,
    ...(isPublic ? [] : [401]),
    ...(route.config?.access === 'author' || route.config?.access === 'admin' ? [403] : []),
    ...(method === 'GET' ? [] : [413, 415]),
    ...(schema.params ? [414] : []),
    ...(route.config?.rateLimit === false ? [] : [429]),
    500,
    503
  ]
  return {
    tags: [tagOf(url)],
    ...schema,
    ...(schema.body ? { body: asSent(schema.body as TSchema) } : {}),
    ...(schema.querystring ? { querystring: asSent(schema.querystring as TSchema) } : {}),
    security: isPublic ? [] : [{ accessToken: [] }],
    response: describeReplies({ ...problems(...implied), ...(schema.response as Record<string, TSchema>) })
  }
}

/** A request's schema as its sender sees it: what has a default may be left out. */
const asSent = (schema: TSchema): TSchema => ({
  ...schema,
  required: schema.required?.filter((field: string) => schema.properties[field].default === undefined)
})

const describeReplies = (replies: Record<string, TSchema>) =>
  Object.fromEntries(
    Object.entries(replies).map(([status, reply]) => [
      status,
      reply.description ? reply : { ...reply, description: STATUS_CODES[status] }
    ])
  )

/** The first word of the path after the version: what the docs group operations by. */
function tagOf(url: string): string {
  const words = url.split('/').filter((word) => word && !/^v\d+$/.test(word))
  return words[0]?.replace(/\.\w+$/, '') ?? 'root'
}

/**
 * Adds to a finished document what the generator leaves out: an example beside every schema, named components for the
 * schemas that have a title, so that typed clients have named types, and the list of tags.
 */
export function completeDocument(document: Document): Document {
  const { schemas } = document.components
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  for (const { requestBody, responses } of operations) {
    const contents = [requestBody?.content, ...Object.values(responses).map((reply) => reply.content)]
    for (const [type, media] of contents.flatMap((content) => Object.entries(content ?? {}))) {
      if (type.endsWith('json')) media.example ??= exampleOf(media.schema, schemas)
      media.schema = name(media.schema, schemas)
    }
  }
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))].sort()
  return {
    ...document,
    tags: tags.map((tag) => ({ name: tag, description: `Operations on ${tag.replaceAll('-', ' ')}` }))
  }
}

/** The schema with every titled one in it moved to the components and referred to from there. */
function name<T>(schema: T, components: Record<string, TSchema>): T {
  if (Array.isArray(schema)) return schema.map((part) => name(part, components)) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const { title, ...parts } = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, key.startsWith('example') ? part : name(part, components)])
  )
  // A field may be called so, too.
  if (typeof title !== 'string') return (title === undefined ? parts : { ...parts, title }) as T
  components[title] ??= parts as unknown as TSchema
  return { $ref: `#/components/schemas/${title}` } as T
}
