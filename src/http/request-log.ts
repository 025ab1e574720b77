import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/**
 * One line for each request, when it is answered: half of what Fastify writes, and all that operators read. None for
 * probes that found all well, which would outnumber everything else.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (!error && reply.statusCode < 400 && request.routeOptions.config.probe) return
    const { method, url } = request
    // Queries may hold what is nobody else's: the token of a link, an address that is looked for.
    const [path] = url.split('?')
    const line = { method, url: path, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }
    if (error) request.log.warn({ ...line, err: error }, 'request broken off')
    else request.log.info(line, 'request')
  }
}
