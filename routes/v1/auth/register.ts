import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Registration, SignedIn } from '../../../src/accounts/schemas.ts'
import { createUser } from '../../../src/accounts/users.ts'
import { problems } from '../../../src/http/problem.ts'

const register: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/register',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'register',
        summary: 'Make an account and sign in',
        body: Registration,
        response: { 201: SignedIn, ...problems(409) }
      }
    },
    async (request, reply) => {
      const { password, ...profile } = request.body
      const passwordHash = await app.passwords.hash(password)
      request.deadline.throwIfAborted()
      const user = await createUser(app.db, profile, passwordHash)
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ user, ...app.signAccessToken(user) })
    }
  )
}
export default register
