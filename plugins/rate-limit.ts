import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { preHandlerAsyncHookHandler } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The limit as a hook, for requests that no route takes. */
    limitRate: preHandlerAsyncHookHandler
  }
}

/** More requests in a minute than one client may make. */
class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests'
  readonly statusCode = 429
}

/**
 * So many requests a minute from one learner, or one address; a route may set its own in `config.rateLimit`. Counted by
 * each instance, or in Redis by all together.
 */
export default fp(
  async (app) => {
    await app.register(rateLimit, {
      max: app.config.RATE_LIMIT,
      timeWindow: 60_000,
      cache: 20_000,
      redis: app.redis,
      // Without Redis the server runs on, unlimited but for sign-ins: these fail rather than go uncounted.
      skipOnError: true,
      enableDraftSpec: true,
      // Of an IPv6 address its network counts, which is what one client has.
      keyGenerator: (request) => request.user?.sub ?? normalizeIP(request.ip),
      errorResponseBuilder: (_request, { ttl }) =>
        new TooManyRequests(`Too many requests; try again in ${Math.ceil(ttl / 1000)} s`)
    })
    app.decorate('limitRate', app.rateLimit())
  },
  { name: 'rate-limit', dependencies: ['auth', 'trust-proxy', 'redis'] }
)
