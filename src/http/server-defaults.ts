import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import { toProblem } from './problem.ts'
import { RequestLog } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

/** What every server starts from. Timeouts and trusted proxies come from the configuration, by their plugins. */
export const serverDefaults = {
  bodyLimit: 256 * 1024,
  // Plugins wait for an embedded PostgreSQL to be made, which a slow disk draws out.
  pluginTimeout: 60_000,
  genReqId: () => randomUUID(),
  logController: new RequestLog(),
  // While leaving, what still arrives is answered in full; readiness tells load balancers to send nothing more.
  return503OnClosing: false,
  routerOptions: { maxParamLength: 200 },
  // How often Node looks for requests past their time; its default of 30 s would make shorter limits useless.
  http: { connectionsCheckingInterval: 500 },
  // What is refused before it reaches a route passes no hooks.
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(error, request, reply.headers(securityHeaders)),
  clientErrorHandler
} satisfies FastifyHttpOptions<RawServerDefault>

/** Sends what an error becomes: the one place where errors turn into replies. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = toProblem(error, request.id)
  if (problem.status >= 500) request.log[problem.status === 500 ? 'error' : 'warn']({ err: error }, 'request failed')
  return reply.code(problem.status).headers(headers).type('application/problem+json').send(problem)
}

const statusOf: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** A client that breaks HTTP itself leaves no request to reply to, so the problem goes to the socket by hand. */
function clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const statusCode = statusOf[error.code ?? ''] ?? 400
  const detail = { 431: 'The headers are too large', 408: 'The request took too long to arrive' }[statusCode]
  const refusal = Object.assign(new Error(detail ?? 'The request is not valid HTTP'), { statusCode })
  const { problem } = toProblem(refusal, randomUUID())
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${statusCode} ${problem.title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}
