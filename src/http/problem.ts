import { type Static, Type } from '@sinclair/typebox'
import { databaseRefusal } from '../database/refusals.ts'
import { STATUS_CODES } from './status-codes.ts'

/** RFC 9457 problem details: the one shape of every reply that is not a success. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'What went wrong, for programs: stable', examples: ['urn:parlance:not-found'] }),
    title: Type.String({ description: 'The HTTP status in words', examples: ['Not Found'] }),
    status: Type.Integer({ description: 'The HTTP status', examples: [404] }),
    detail: Type.String({ description: 'What went wrong, for people', examples: ['No course klingon-from-english'] }),
    instance: Type.String({
      description: 'Id of the request, which the log carries too',
      examples: ['5b1c9a3e-2f4d-4e8a-9c7b-0d6e1f2a3b4c']
    }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON Pointer into the request', examples: ['/body/email'] }),
          message: Type.String({ examples: ['must match format "idn-email"'] })
        }),
        { description: 'For validation: what to mend, at most 20' }
      )
    )
  },
  { $id: 'Problem' }
)
export type Problem = Static<typeof Problem>

/** An error that a reply may show: everything thrown with a status of its own, which the error's name tells apart. */
interface Refusal extends Error {
  statusCode: number
  headers?: Record<string, string>
  errors?: Problem['errors']
}

/** There is no such thing, or it is not this learner's to see. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  readonly statusCode = 404
}

/** The request contradicts what is already there. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly statusCode = 409
}

/** The server cannot answer now; the client may try again after `retryAfter` seconds. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
  readonly statusCode = 503
  readonly headers: Record<string, string>

  constructor(message: string, retryAfter = 1) {
    super(message)
    this.headers = { 'retry-after': String(retryAfter) }
  }
}

/** The response schemas of a route's own problems, by status: `...problems(404, 409)`. */
export function problems<Status extends number>(...statuses: Status[]): Record<Status, typeof problemReply> {
  return Object.fromEntries(
    statuses.map((status) => [status, { ...problemReply, description: STATUS_CODES[status] }])
  ) as Record<Status, typeof problemReply>
}

const problemReply = {
  description: 'Problem',
  content: { 'application/problem+json': { schema: Type.Unsafe<Problem>(Type.Ref('Problem#')) } }
}

/**
 * The problem that an error becomes (RFC 9457 §3): its own words where it has a 4xx status or is known to be harmless,
 * otherwise a 500 that tells nothing of its cause.
 */
export function toProblem(error: unknown, instance: string): { problem: Problem; headers: Record<string, string> } {
  const refusal = asRefusal(error)
  if (!refusal) return { problem: { ...blank(500, instance), detail: HIDDEN }, headers: {} }
  return {
    problem: {
      ...blank(refusal.statusCode, instance),
      ...(isOwn(refusal) && { type: `urn:parlance:${kebab(refusal.name)}` }),
      detail: refusal.message,
      ...(refusal.errors && { errors: refusal.errors })
    },
    headers: refusal.headers ?? {}
  }
}

const HIDDEN = 'The server failed to answer. Quote the instance when you report it.'

function asRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const status = (error as Partial<Refusal>).statusCode
  if (status !== undefined && ((status >= 400 && status < 500) || status === 503)) return error as Refusal
  const refused = databaseRefusal(error)
  if (!refused) return undefined
  return refused.status === 503
    ? new Unavailable(refused.detail)
    : Object.assign(new Error(refused.detail), { name: 'Refused', statusCode: refused.status })
}

/** Fastify's errors, its plugins' included, bear one name and mean what their status says. */
const isOwn = (error: Error) => error.name !== 'Error' && error.name !== 'FastifyError'

const blank = (status: number, instance: string): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail: '',
  instance
})

const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
