import fp from 'fastify-plugin'
import { securityHeaders } from '../src/http/security-headers.ts'

/** Security headers on every reply, from a constant; a route may set its own over them. */
export default fp(
  async (app) => {
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(securityHeaders)
      done()
    })
  },
  { name: 'security-headers' }
)
