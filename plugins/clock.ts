import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Invalid } from '../src/http/validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** When the request happens, for whatever a learner studies. Tokens and limits go by the server's own clock. */
    readonly now: Temporal.Instant
  }
}

const HEADER = 'x-parlance-now'

/** `request.now`: the server's clock or, in development and test, what the header `x-parlance-now` says. */
export default fp(
  async (app) => {
    const isSettable = ['development', 'test'].includes(app.config.NODE_ENV)
    app.decorateRequest('now', {
      getter(this: FastifyRequest) {
        const header = isSettable ? this.headers[HEADER] : undefined
        return header === undefined ? Temporal.Now.instant() : readInstant(String(header))
      }
    })
  },
  { name: 'clock', dependencies: ['config'] }
)

function readInstant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new Invalid([{ pointer: `/headers/${HEADER}`, message: 'must be an instant, such as 2026-10-24T18:30:00Z' }])
  }
}
