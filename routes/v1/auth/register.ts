import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CommonPassword, isCommonPassword } from '../../../src/accounts/common-passwords.ts'
import { addressee, limitMails, MailSent, mailSent, postVerification } from '../../../src/accounts/mails.ts'
import { keepRegistration } from '../../../src/accounts/registrations.ts'
import { cookieQuery, Registration, SignedIn } from '../../../src/accounts/schemas.ts'
import { createUser, findAccountByEmail } from '../../../src/accounts/users.ts'
import type { Db } from '../../../src/database/database.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { foldEmail } from '../../../src/http/email.ts'
import { problems } from '../../../src/http/problem.ts'
import { accountExists, confirmAccount } from '../../../src/mail/templates.ts'

const register: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/register',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'register',
        summary: 'Make an account and sign in',
        description:
          'Where mails are sent (SMTP_URL), the account is made when the link in the mail is opened, and nobody learns here ' +
          'whether the address has one (202). Elsewhere it is made and signed in at once (201), or is there already (409).',
        querystring: Type.Object(cookieQuery),
        body: Registration,
        response: { 201: SignedIn, 202: MailSent, ...problems(403, 409) }
      }
    },
    async (request, reply) => {
      const { password, ...profile } = request.body
      if (await isCommonPassword(password)) throw new CommonPassword('/body/password')
      const passwordHash = await app.passwords.hash(password)
      const now = Temporal.Now.instant()
      if (app.mail.configured) {
        await limitMails(app, 'registration', profile.email)
        await transaction(app.db, (trx) => postRegistration(trx, profile, passwordHash, now), request.deadline)
        app.mail.deliver()
        return reply.code(202).send(mailSent)
      }
      const signedIn = await transaction(
        app.db,
        async (trx) => {
          const user = await createUser(trx, profile, passwordHash)
          await postVerification(app, trx, user, now)
          return reply.signIn(trx, user, passwordHash, request.query.cookie)
        },
        request.deadline
      )
      app.mail.deliver()
      return reply.code(201).send(signedIn!)
    }
  )

  /** A mail in either case, so that only who reads it learns whether the address has an account. */
  async function postRegistration(
    trx: Db,
    profile: Omit<Registration, 'password'>,
    passwordHash: string,
    now: Temporal.Instant
  ): Promise<void> {
    const account = await findAccountByEmail(trx, profile.email)
    if (account) return app.mail.post(trx, account.user.email, accountExists(addressee(app, account.user)))
    const token = await keepRegistration(trx, profile, passwordHash, now)
    await app.mail.post(trx, foldEmail(profile.email), confirmAccount({ ...addressee(app, profile), token }))
  }
}
export default register
