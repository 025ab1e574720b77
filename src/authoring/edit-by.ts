import type { FastifyRequest } from 'fastify'
import { requireMatch } from '../http/preconditions.ts'
import type { Edit } from './drafts.ts'

/** An edit by the user of a request, of the course as its `If-Match` says. */
export const editBy = (request: FastifyRequest): Required<Edit> => ({
  user: request.user,
  now: Temporal.Now.instant(),
  expect: ({ state }) => requireMatch(request, state)
})
