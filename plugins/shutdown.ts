import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the server is leaving: it finishes what it has begun and takes no more. */
    leaving: boolean
  }
}

/** Leaving gracefully: what is in flight gets its answer, while idle keep-alive connections hold nobody up. */
export default fp(
  async (app) => {
    app.decorate('leaving', false)
    app.addHook('preClose', async () => {
      app.leaving = true
      const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
      app.server.once('close', () => clearInterval(sweep))
      if (!app.server.listening) clearInterval(sweep)
    })
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (app.leaving) reply.header('connection', 'close')
      done()
    })
  },
  { name: 'shutdown' }
)
