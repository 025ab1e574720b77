import cors from '@fastify/cors'
import fp from 'fastify-plugin'
import { allowedOrigins } from '../src/config/origins.ts'

/** Browsers may call from `CORS_ORIGINS`, and on a developer's machine from any port of localhost. */
export default fp(
  async (app) => {
    await app.register(cors, {
      origin: allowedOrigins(app.config),
      // For the cookie of a browser's refresh token.
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'location', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      maxAge: 600,
      // Strictly, an OPTIONS request that no browser sent would be refused in plain text instead of a problem.
      strictPreflight: false
    })
  },
  { name: 'cors', dependencies: ['config', 'security-headers'] }
)
