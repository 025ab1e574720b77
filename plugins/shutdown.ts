import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the server is leaving: it finishes what it has begun and takes no more. */
    leaving: boolean
  }
}

/** In ms: less than the ten seconds after which the process ends, whatever it holds. */
const PATIENCE = 8_000

/**
 * Leaving gracefully: what is in flight gets its answer, while idle keep-alive connections hold nobody up, and a request
 * that never arrives whole (Node stops timing requests once a server closes) holds up nobody for long.
 */
export default fp(
  async (app) => {
    app.decorate('leaving', false)
    app.addHook('preClose', async () => {
      app.leaving = true
      const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
      const end = setTimeout(() => app.server.closeAllConnections(), PATIENCE)
      const stop = () => {
        clearInterval(sweep)
        clearTimeout(end)
      }
      app.server.once('close', stop)
      if (!app.server.listening) stop()
    })
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (app.leaving) reply.header('connection', 'close')
      done()
    })
  },
  { name: 'shutdown' }
)
