import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { confirmPassword, lockConfirmed } from '../../../src/accounts/confirmation.ts'
import { issueEmailToken } from '../../../src/accounts/email-tokens.ts'
import {
  addressee,
  limitMails,
  MailSent,
  mailSent,
  postVerification,
  requireMail
} from '../../../src/accounts/mails.ts'
import { CurrentPassword, Email } from '../../../src/accounts/schemas.ts'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { findAccountByEmail, findUser } from '../../../src/accounts/users.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { foldEmail } from '../../../src/http/email.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, NoBody } from '../../../src/http/schema.ts'
import { accountExists, confirmNewEmail, emailChangeRequested } from '../../../src/mail/templates.ts'

const email: FastifyPluginAsyncTypebox = async (app) => {
  const rateLimit = { max: app.config.SIGN_IN_RATE_LIMIT }

  app.put(
    '/email',
    {
      config: { rateLimit },
      schema: {
        operationId: 'changeEmail',
        summary: 'Change my e-mail address, once a link sent to the new one is opened',
        description: 'The old address is told, now and when it is done.',
        body: Closed({ email: Email, currentPassword: CurrentPassword }, { title: 'EmailChange' }),
        response: { 202: MailSent, ...problems(403, 409) }
      }
    },
    async (request, reply) => {
      requireMail(app)
      const newEmail = foldEmail(request.body.email)
      const account = await confirmPassword(app, request.user, request.body.currentPassword)
      const { user } = account
      await limitMails(app, 'change', newEmail)
      await transaction(
        app.db,
        async (trx) => {
          await lockConfirmed(trx, account)
          const other = await findAccountByEmail(trx, newEmail)
          if (other) await app.mail.post(trx, newEmail, accountExists(addressee(app, other.user)))
          else {
            const token = await issueEmailToken(trx, user.id, 'change', newEmail, Temporal.Now.instant())
            await app.mail.post(trx, newEmail, confirmNewEmail({ ...addressee(app, user), token }))
          }
          await app.mail.post(trx, user.email, emailChangeRequested({ ...addressee(app, user), newEmail }))
        },
        request.deadline
      )
      app.mail.deliver()
      return reply.code(202).send(mailSent)
    }
  )

  app.post(
    '/email/verification',
    {
      config: { rateLimit },
      schema: {
        operationId: 'sendEmailVerification',
        summary: 'Have the link mailed again that confirms my e-mail address',
        body: NoBody,
        response: { 202: MailSent, ...problems(409) }
      }
    },
    async (request, reply) => {
      requireMail(app)
      const user = await findUser(app.db, request.user.sub)
      if (!user) throw invalidToken()
      await limitMails(app, 'verification', user.email)
      await postVerification(app, app.db, user, Temporal.Now.instant())
      app.mail.deliver()
      return reply.code(202).send(mailSent)
    }
  )
}
export default email
