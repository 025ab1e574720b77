import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { checkHealth, Health } from '../src/http/health.ts'
import { StringEnum } from '../src/http/schema.ts'

const ask = { access: 'public', probe: true, rateLimit: false } as const

const health: FastifyPluginAsyncTypebox = async (app) => {
  // Whoever asks while a check runs gets its result: these routes are open to all, and must not take the pool.
  let running: Promise<Health> | undefined
  const check = () => {
    running ??= checkHealth(app).finally(() => {
      running = undefined
    })
    return running
  }
  const answer = async (_request: FastifyRequest, reply: FastifyReply) => {
    const report = await check()
    return reply
      .code(report.status === 'up' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(report)
  }

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
    answer
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
    answer
  )
}
export default health
