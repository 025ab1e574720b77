import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CommonPassword, isCommonPassword } from '../../../src/accounts/common-passwords.ts'
import { isGoodEmailToken, LinkExpired, readEmailToken } from '../../../src/accounts/email-tokens.ts'
import { addressee } from '../../../src/accounts/mails.ts'
import { resetPassword } from '../../../src/accounts/password-reset.ts'
import { LinkToken, Password } from '../../../src/accounts/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, NoContent } from '../../../src/http/schema.ts'
import { passwordChanged } from '../../../src/mail/templates.ts'

const reset: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/reset-password',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'resetPassword',
        summary: 'Choose a new password by the link of a mail, and sign out everywhere',
        body: Closed({ token: LinkToken, password: Password }, { title: 'PasswordReset' }),
        response: { 204: NoContent, ...problems(410) }
      }
    },
    async (request, reply) => {
      const token = readEmailToken(request.body.token)
      // Before the work of hashing, which nobody should get done for nothing.
      if (!(await isGoodEmailToken(app.db, token, ['reset'], Temporal.Now.instant()))) throw new LinkExpired()
      const { password } = request.body
      if (await isCommonPassword(password)) throw new CommonPassword('/body/password')
      const passwordHash = await app.passwords.hash(password)
      await transaction(
        app.db,
        async (trx) => {
          const user = await resetPassword(trx, token, passwordHash, Temporal.Now.instant())
          await app.mail.post(trx, user.email, passwordChanged(addressee(app, user)))
        },
        request.deadline
      )
      await app.learnRevocations(token.userId)
      app.mail.deliver()
      return reply.code(204).send(null)
    }
  )
}
export default reset
