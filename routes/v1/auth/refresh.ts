import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyBaseLogger } from 'fastify'
import { addressee } from '../../../src/accounts/mails.ts'
import { RefreshToken, Tokens } from '../../../src/accounts/schemas.ts'
import { endSession, refreshSession, staleToken } from '../../../src/accounts/sessions.ts'
import { findUser } from '../../../src/accounts/users.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed } from '../../../src/http/schema.ts'
import { sessionsEnded } from '../../../src/mail/templates.ts'

type StolenToken = { userId: string; sessionId: string }

const refresh: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/refresh',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'refresh',
        summary: 'Get new tokens for a refresh token, which this uses up',
        description:
          'The same token again within ten seconds gives the same successor, so that a lost reply or two tabs sign nobody out. ' +
          'Later it is taken for stolen, and its session ends.',
        body: Closed({ refreshToken: Type.Optional(RefreshToken) }, { title: 'Refresh' }),
        response: { 200: Tokens, ...problems(401, 403) }
      }
    },
    async (request, reply) => {
      const { text, asCookie } = request.presentedToken()
      const now = Temporal.Now.instant()
      const refreshed = await refreshSession(app.db, app.refreshTokens, text, now)
      if ('theft' in refreshed) {
        await endStolen(refreshed.theft, now, request.log)
        throw staleToken()
      }
      return reply.grantTokens(refreshed.role, refreshed.token, asCookie)
    }
  )

  /** Ends a session of which a used token came back, and tells its owner, once. */
  async function endStolen({ userId, sessionId }: StolenToken, now: Temporal.Instant, log: FastifyBaseLogger) {
    await transaction(app.db, async (trx) => {
      if (!(await endSession(trx, userId, sessionId, now))) return
      log.warn(
        { event: 'refresh-token-reuse', userId, sessionId },
        'a replaced refresh token came back: its session ends'
      )
      const user = await findUser(trx, userId)
      if (user) await app.mail.post(trx, user.email, sessionsEnded(addressee(app, user)))
    })
    await app.learnRevocations(userId)
    app.mail.deliver()
  }
}
export default refresh
