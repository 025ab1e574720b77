import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { RefreshToken } from '../../../src/accounts/schemas.ts'
import { endSession } from '../../../src/accounts/sessions.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, NoContent } from '../../../src/http/schema.ts'

const logout: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/logout',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'logout',
        summary: 'Sign out: the session ends, and its access tokens with it',
        description: 'Any refresh token of the session will do, an old one too; again, it changes nothing.',
        body: Closed({ refreshToken: Type.Optional(RefreshToken) }, { title: 'Logout' }),
        response: { 204: NoContent, ...problems(401, 403) }
      }
    },
    async (request, reply) => {
      // A token that is none has no session to end (RFC 7009 §2.2).
      const token = app.refreshTokens.read(request.presentedToken().text)
      const ended = token && (await endSession(app.db, token.userId, token.sessionId, Temporal.Now.instant()))
      if (ended) await app.learnRevocations(token.userId)
      reply.forgetCookie()
      return reply.code(204).send(null)
    }
  )
}
export default logout
