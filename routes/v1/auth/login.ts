import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Login, SignedIn } from '../../../src/accounts/schemas.ts'
import { Unauthorized } from '../../../src/accounts/tokens.ts'
import { findUserByEmail } from '../../../src/accounts/users.ts'
import { problems } from '../../../src/http/problem.ts'

const login: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/login',
    {
      config: { access: 'public', rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'login',
        summary: 'Sign in',
        body: Login,
        response: { 200: SignedIn, ...problems(401) }
      }
    },
    async (request, reply) => {
      const found = await findUserByEmail(app.db, request.body.email)
      const fits = await app.passwords.verify(request.body.password, found?.passwordHash)
      if (!found || !fits) throw new Unauthorized('The e-mail address or the password is wrong')
      const { passwordHash: _, ...user } = found
      return reply.header('cache-control', 'no-store').send({ user, ...app.signAccessToken(user) })
    }
  )
}
export default login
