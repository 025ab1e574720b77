import type { FastifyReply, FastifyRequest } from 'fastify'
import { version } from '../version.ts'

/**
 * Marks a public reply as cacheable under a tag that changes with its content, and says whether the client has it
 * already (RFC 9110 §13.1.2): then a 304 without a body is all it needs.
 */
export function isFresh(request: FastifyRequest, reply: FastifyReply, revision: string): boolean {
  const etag = `"${revision}.${version}"`
  reply.header('etag', etag).header('cache-control', 'public, max-age=60')
  const held = request.headers['if-none-match']?.split(',') ?? []
  return held.some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
}
