import { availableParallelism } from 'node:os'
import fp from 'fastify-plugin'
import { createPasswords, type Passwords } from '../src/accounts/passwords.ts'

declare module 'fastify' {
  interface FastifyInstance {
    passwords: Passwords
  }
}

/** `app.passwords`: bcrypt beside the event loop, with one thread fewer than there are cores. */
export default fp(
  async (app) => {
    app.decorate('passwords', createPasswords(app.config.BCRYPT_COST, Math.max(1, availableParallelism() - 1)))
    app.addHook('onClose', () => app.passwords.close())
  },
  { name: 'passwords', dependencies: ['config'] }
)
