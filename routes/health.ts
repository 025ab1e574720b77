import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { checkHealth, Health } from '../src/http/health.ts'
import { StringEnum } from '../src/http/schema.ts'

const ask = { access: 'public', underLoad: true, rateLimit: false } as const

const health: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/health',
    {
      config: ask,
      schema: {
        operationId: 'getHealth',
        summary: 'How the server and what it needs are doing',
        response: { 200: Health, 503: Health }
      }
    },
    async (_request, reply) => {
      const report = await checkHealth(app)
      return reply
        .code(report.status === 'up' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(report)
    }
  )

  app.get(
    '/health/live',
    {
      config: ask,
      schema: {
        operationId: 'getLiveness',
        summary: 'Whether the process answers; touches nothing else',
        response: { 200: Type.Object({ status: StringEnum(['up']) }) }
      }
    },
    (_request, reply) => {
      reply.send({ status: 'up' })
    }
  )

  app.get(
    '/health/ready',
    {
      config: ask,
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether requests should be sent here: connected, migrated and not shutting down',
        response: { 200: Health, 503: Health }
      }
    },
    async (_request, reply) => {
      const report = await checkHealth(app)
      return reply
        .code(report.status === 'up' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(report)
    }
  )
}
export default health
