import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { User } from '../../../src/accounts/schemas.ts'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { findUser } from '../../../src/accounts/users.ts'

const me: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    { schema: { operationId: 'getMe', summary: "The signed-in learner's account", response: { 200: User } } },
    async (request, reply) => {
      const user = await findUser(app.db, request.user.sub)
      if (!user) throw invalidToken()
      return reply.header('cache-control', 'no-store').send(user)
    }
  )
}
export default me
