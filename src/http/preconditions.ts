import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What is to be changed is no longer as its author saw it (RFC 9110 §15.5.13). */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed'
  readonly statusCode = 412
}

/** A change must say what it is a change of (RFC 6585 §3). */
export class PreconditionRequired extends Error {
  override readonly name = 'PreconditionRequired'
  readonly statusCode = 428
}

/** The header of a request that changes what others may change too. */
export const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 200, description: 'The ETag that was read; another in the meantime gives 412' })
  )
})

/** Says in which state the reply shows the thing: private, never taken from a cache unasked. */
export function tag(reply: FastifyReply, state: string): void {
  reply.header('etag', `"${state}"`).header('cache-control', 'private, no-cache')
}

/** Throws where the thing, now in this `state`, is not the one that the request means; `PreconditionRequired` where it names none. */
export function requireMatch(request: FastifyRequest, state: string): void {
  const header = request.headers['if-match']
  if (header === undefined) {
    throw new PreconditionRequired('Send the ETag that you read as If-Match, so that no one else’s change is lost')
  }
  const tags = header.split(',').map((each) => each.trim())
  if (!tags.includes('*') && !tags.includes(`"${state}"`)) {
    throw new PreconditionFailed('It has been changed in the meantime: read it again and repeat your change')
  }
}
