import fp from 'fastify-plugin'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Registry
  }
}

/** `app.metrics`: the process and its event loop, requests by route and status, the database pool. */
export default fp(
  async (app) => {
    const metrics = new Registry()
    app.decorate('metrics', metrics)
    collectDefaultMetrics({ register: metrics })

    const duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route, method and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [metrics]
    })
    // Finding the child of a set of labels costs more than observing does, so each is found once.
    const children = new Map<string, Histogram.Internal<string>>()
    app.addHook('onResponse', (request, reply, done) => {
      const { method } = request
      // The route's pattern, never the URL: a label for each id would grow without bound.
      const route = request.routeOptions.url ?? 'unknown'
      const key = `${reply.statusCode}${method}${route}`
      let child = children.get(key)
      if (!child) {
        child = duration.labels({ method, route, status: reply.statusCode })
        children.set(key, child)
      }
      child.observe(reply.elapsedTime / 1000)
      done()
    })

    new Gauge({
      name: 'database_pool_connections',
      help: 'Connections of the database pool, and requests that wait for one',
      labelNames: ['state'],
      registers: [metrics],
      collect() {
        const { totalCount, idleCount, waitingCount } = app.pg.pool
        this.set({ state: 'idle' }, idleCount)
        this.set({ state: 'busy' }, totalCount - idleCount)
        this.set({ state: 'waiting' }, waitingCount)
      }
    })
    app.addHook('onClose', async () => metrics.clear())
  },
  { name: 'metrics', dependencies: ['database'] }
)
