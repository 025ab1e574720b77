import fp from 'fastify-plugin'
import { postgresStore } from '../src/throttles/postgres.ts'
import { redisStore } from '../src/throttles/redis.ts'
import { createThrottles, type Throttles } from '../src/throttles/throttles.ts'

declare module 'fastify' {
  interface FastifyInstance {
    throttles: Throttles
  }
}

/** `app.throttles`: attempts counted for all instances together, in Redis where there is one, else in PostgreSQL. */
export default fp(
  async (app) => {
    const store = app.redis ? redisStore(app.redis) : postgresStore(app.db)
    app.decorate('throttles', createThrottles(store, app.config.JWT_SECRET))
  },
  { name: 'throttles', dependencies: ['config', 'database', 'redis'] }
)
