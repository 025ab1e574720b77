import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { issueEmailToken } from '../../../src/accounts/email-tokens.ts'
import { addressee, limitMails, MailSent, mailSent, requireMail } from '../../../src/accounts/mails.ts'
import { Email } from '../../../src/accounts/schemas.ts'
import { findAccountByEmail } from '../../../src/accounts/users.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed } from '../../../src/http/schema.ts'
import { resetPassword } from '../../../src/mail/templates.ts'

/** In ms: longer than the work takes. */
const SHORTEST = 100

const forgotPassword: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/forgot-password',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'forgotPassword',
        summary: 'Have a link mailed that lets choose a new password',
        description: 'The reply is the same whether or not the address has an account. The link is good for an hour.',
        body: Closed({ email: Email }, { title: 'ForgottenPassword' }),
        response: { 202: MailSent, ...problems(409) }
      }
    },
    async (request, reply) => {
      requireMail(app)
      await limitMails(app, 'reset', request.body.email)
      // It takes longer where there is somebody to write to; nobody shall see that.
      const notBefore = wait(SHORTEST)
      await transaction(
        app.db,
        async (trx) => {
          const account = await findAccountByEmail(trx, request.body.email)
          if (!account) return
          const { user } = account
          const token = await issueEmailToken(trx, user.id, 'reset', user.email, Temporal.Now.instant())
          await app.mail.post(trx, user.email, resetPassword({ ...addressee(app, user), token }))
        },
        request.deadline
      )
      app.mail.deliver()
      await notBefore
      return reply.code(202).send(mailSent)
    }
  )
}
export default forgotPassword
