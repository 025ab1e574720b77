import cors from '@fastify/cors'
import fp from 'fastify-plugin'

/** Browsers may call from `CORS_ORIGINS`, and on a developer's machine from any port of localhost. */
export default fp(
  async (app) => {
    const listed = app.config.CORS_ORIGINS.split(',').filter(Boolean)
    const local = app.config.NODE_ENV === 'development' ? [/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/] : []
    await app.register(cors, {
      origin: [...listed, ...local],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'location', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      maxAge: 600,
      // Strictly, an OPTIONS request that no browser sent would be refused in plain text instead of a problem.
      strictPreflight: false
    })
  },
  { name: 'cors', dependencies: ['config', 'security-headers'] }
)
