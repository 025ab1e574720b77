import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { proveAddress } from '../../../src/accounts/email-address.ts'
import { LinkExpired, readEmailToken } from '../../../src/accounts/email-tokens.ts'
import { addressee } from '../../../src/accounts/mails.ts'
import { finishRegistration } from '../../../src/accounts/registrations.ts'
import { LinkToken, User } from '../../../src/accounts/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed } from '../../../src/http/schema.ts'
import { emailChanged } from '../../../src/mail/templates.ts'

const verifyEmail: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/verify-email',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'verifyEmail',
        summary: 'Open the link of a mail: prove an e-mail address',
        description: 'Finishes a registration, confirms the address of an account, or makes the new one its address.',
        body: Closed({ token: LinkToken }, { title: 'EmailVerification' }),
        response: { 200: User, ...problems(409, 410) }
      }
    },
    async (request, reply) => {
      const token = readEmailToken(request.body.token)
      const now = Temporal.Now.instant()
      const user = await transaction(
        app.db,
        async (trx) => {
          const registered = await finishRegistration(trx, token, now)
          if (registered) return registered
          const proved = await proveAddress(trx, token, now)
          if (!proved) throw new LinkExpired()
          const { user, before } = proved
          if (before) await app.mail.post(trx, before, emailChanged({ ...addressee(app, user), newEmail: user.email }))
          return user
        },
        request.deadline
      )
      app.mail.deliver()
      return reply.header('cache-control', 'no-store').send(user)
    }
  )
}
export default verifyEmail
