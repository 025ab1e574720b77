import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { confirmPassword, lockConfirmed } from '../../../src/accounts/confirmation.ts'
import { deleteUser } from '../../../src/accounts/deletion.ts'
import { addressee } from '../../../src/accounts/mails.ts'
import { CurrentPassword, ProfileChange, User } from '../../../src/accounts/schemas.ts'
import { noteChangesNow } from '../../../src/accounts/setting-changes.ts'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { changeProfile, findUser } from '../../../src/accounts/users.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, NoContent } from '../../../src/http/schema.ts'
import { setGoal } from '../../../src/learning/goals.ts'
import { accountDeleted } from '../../../src/mail/templates.ts'

const me: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    { schema: { operationId: 'getMe', summary: "The signed-in learner's account", response: { 200: User } } },
    async (request, reply) => {
      const user = await findUser(app.db, request.user.sub)
      if (!user) throw invalidToken()
      return reply.send(user)
    }
  )

  app.patch(
    '',
    {
      schema: {
        operationId: 'changeMe',
        summary: 'Change parts of my profile',
        body: ProfileChange,
        response: { 200: User }
      }
    },
    async (request, reply) => {
      const { user: token, body: change, now } = request
      const user = await transaction(
        app.db,
        async (trx) => {
          const changed = await changeProfile(trx, token.sub, change)
          if (changed) await noteChangesNow(trx, token.sub, change, now)
          if (!changed || change.dailyGoal === undefined) return changed
          const goal = await setGoal(trx, token.sub, { xp: change.dailyGoal }, now)
          return { ...changed, dailyGoal: goal!.xp }
        },
        request.deadline
      )
      if (!user) throw invalidToken()
      return reply.send(user)
    }
  )

  app.delete(
    '',
    {
      config: { rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'deleteMe',
        summary: 'Delete my account and all that is kept of me',
        body: Closed({ currentPassword: CurrentPassword }, { title: 'AccountDeletion' }),
        response: { 204: NoContent, ...problems(403, 409) }
      }
    },
    async (request, reply) => {
      const account = await confirmPassword(app, request.user, request.body.currentPassword)
      const { user } = account
      await transaction(
        app.db,
        async (trx) => {
          await lockConfirmed(trx, account)
          await deleteUser(trx, user.id, Temporal.Now.instant())
          await app.mail.post(trx, user.email, accountDeleted(addressee(app, user)))
        },
        request.deadline
      )
      await app.learnRevocations(user.id)
      app.mail.deliver()
      return reply.code(204).send(null)
    }
  )
}
export default me
