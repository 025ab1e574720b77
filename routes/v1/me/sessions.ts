import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Session } from '../../../src/accounts/schemas.ts'
import { endSession, endSessions, listSessions } from '../../../src/accounts/sessions.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { isUuid, NoContent, Uuid } from '../../../src/http/schema.ts'

const sessions: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/sessions',
    {
      schema: {
        operationId: 'listSessions',
        summary: 'Where I am signed in',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(Session) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const { sub, sid } = request.user
      const rows = await listSessions(app.db, sub, Temporal.Now.instant(), decodeCursor(cursor, isUuid), limit)
      const page = pageOf(rows, limit, ({ id }) => id)
      return { ...page, items: page.items.map((session) => ({ ...session, current: session.id === sid })) }
    }
  )

  app.delete(
    '/sessions',
    {
      schema: {
        operationId: 'endOtherSessions',
        summary: 'Sign out everywhere else',
        response: { 204: NoContent }
      }
    },
    async (request, reply) => {
      const { sub, sid } = request.user
      await endSessions(app.db, sub, Temporal.Now.instant(), sid)
      await app.learnRevocations(request.user.sub)
      return reply.code(204).send(null)
    }
  )

  app.delete(
    '/sessions/:session',
    {
      schema: {
        operationId: 'endSession',
        summary: 'Sign out on one device',
        params: Type.Object({ session: Uuid() }),
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { session } = request.params
      const ended = await endSession(app.db, request.user.sub, session, Temporal.Now.instant())
      if (!ended) throw new NotFound(`You have no session ${session}`)
      await app.learnRevocations(request.user.sub)
      return reply.code(204).send(null)
    }
  )
}
export default sessions
