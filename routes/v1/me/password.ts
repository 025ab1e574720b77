import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CommonPassword, isCommonPassword } from '../../../src/accounts/common-passwords.ts'
import { confirmPassword, lockConfirmed } from '../../../src/accounts/confirmation.ts'
import { addressee } from '../../../src/accounts/mails.ts'
import { CurrentPassword, Password } from '../../../src/accounts/schemas.ts'
import { shutOut } from '../../../src/accounts/shut-out.ts'
import { changePasswordHash } from '../../../src/accounts/users.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, NoContent } from '../../../src/http/schema.ts'
import { passwordChanged } from '../../../src/mail/templates.ts'

const password: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/password',
    {
      config: { rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'changePassword',
        summary: 'Change my password, and sign out everywhere else',
        body: Closed({ currentPassword: CurrentPassword, newPassword: Password }, { title: 'PasswordChange' }),
        response: { 204: NoContent, ...problems(403, 409) }
      }
    },
    async (request, reply) => {
      const { currentPassword, newPassword } = request.body
      const { sub, sid } = request.user
      if (await isCommonPassword(newPassword)) throw new CommonPassword('/body/newPassword')
      const account = await confirmPassword(app, request.user, currentPassword)
      const { user, passwordHash } = account
      const newHash = await app.passwords.hash(newPassword)
      await transaction(
        app.db,
        async (trx) => {
          await lockConfirmed(trx, account)
          await changePasswordHash(trx, sub, passwordHash, newHash)
          await shutOut(trx, sub, Temporal.Now.instant(), sid)
          await app.mail.post(trx, user.email, passwordChanged(addressee(app, user)))
        },
        request.deadline
      )
      await app.learnRevocations(sub)
      app.mail.deliver()
      return reply.code(204).send(null)
    }
  )
}
export default password
