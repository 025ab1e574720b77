import type { FastifyReply, FastifyRequest } from 'fastify'
import { version } from '../version.ts'

/** Seconds count as whole ones in a cache, so that what it keeps for one is less than two old. */
const KEPT = 'public, max-age=1'

/**
 * Marks a public reply as cacheable under a tag that changes with its content, and says whether the client has it
 * already (RFC 9110 §13.1.2): then a 304 without a body is all it needs. Caches ask again after a second, so that a new
 * edition is seen within two.
 */
export function isFresh(request: FastifyRequest, reply: FastifyReply, revision: string): boolean {
  const etag = `"${revision}.${version}"`
  reply.header('etag', etag).header('cache-control', KEPT)
  const held = request.headers['if-none-match']?.split(',') ?? []
  return held.some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
}
