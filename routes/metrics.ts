import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'

const metrics: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/metrics',
    {
      config: { access: 'public', probe: true, rateLimit: false },
      schema: {
        operationId: 'getMetrics',
        summary: 'Measurements, for Prometheus to scrape',
        response: {
          200: {
            description: 'Prometheus text format',
            content: { 'text/plain': { schema: Type.String({ examples: ['process_cpu_seconds_total 1.5'] }) } }
          }
        }
      }
    },
    async (_request, reply) =>
      reply
        .header('content-type', app.metrics.contentType)
        .header('cache-control', 'no-store')
        .send(await app.metrics.metrics())
  )
}
export default metrics
