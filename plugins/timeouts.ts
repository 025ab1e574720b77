import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Unavailable } from '../src/http/problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted once the client has been told 503: whatever has not been committed by then must not be. */
    readonly deadline: AbortSignal
    expiry: NodeJS.Timeout | undefined
    abandoned: AbortController | undefined
  }
}

/**
 * A request that trickles in, or that its handler does not answer, ends with a problem instead of hanging. Fastify's own
 * `handlerTimeout` is not used: it takes the end of a request's body for the end of the request (IncomingMessage emits
 * `close` then), and so neither times a POST nor leaves its signal alone.
 */
export default fp(
  async (app) => {
    const { REQUEST_TIMEOUT_MS, KEEP_ALIVE_TIMEOUT_MS, HANDLER_TIMEOUT_MS } = app.config
    app.server.requestTimeout = REQUEST_TIMEOUT_MS
    app.server.headersTimeout = REQUEST_TIMEOUT_MS
    app.server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS

    app.decorateRequest('expiry', undefined)
    app.decorateRequest('abandoned', undefined)
    // Few handlers ask for the signal, so it is made when one does.
    app.decorateRequest('deadline', {
      getter() {
        this.abandoned ??= new AbortController()
        return this.abandoned.signal
      }
    })
    const expire = (request: FastifyRequest, reply: FastifyReply) => {
      const late = new Unavailable('The server did not answer in time; try again')
      // Made here where nobody has asked yet: who asks from now on must find it aborted.
      request.abandoned ??= new AbortController()
      request.abandoned.abort(late)
      if (!reply.sent) reply.send(late)
    }
    app.addHook('preHandler', (request, reply, done) => {
      // Reached again by a handler that calls for the 404.
      request.expiry ??= setTimeout(expire, HANDLER_TIMEOUT_MS, request, reply)
      done()
    })
    // Also reached by a request whose client has gone.
    app.addHook('onResponse', (request, _reply, done) => {
      clearTimeout(request.expiry)
      done()
    })
  },
  { name: 'timeouts', dependencies: ['config'] }
)
