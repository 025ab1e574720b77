import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { NotFound, Problem } from '../src/http/problem.ts'
import { sendProblem } from '../src/http/server-defaults.ts'

/** Every error and every unknown route becomes problem+json (RFC 9457). */
export default fp(
  async (app) => {
    app.addSchema(Problem)
    app.setErrorHandler(sendProblem)
    app.setNotFoundHandler(
      { preHandler: (request: FastifyRequest, reply: FastifyReply) => app.limitRate.call(app, request, reply) },
      (request, reply) =>
        sendProblem(new NotFound(`No route ${request.method} ${request.url.split('?')[0]}`), request, reply)
    )
  },
  { name: 'errors' }
)
