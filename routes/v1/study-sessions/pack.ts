import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { problems } from '../../../src/http/problem.ts'
import { packSessions } from '../../../src/learning/pack/pack.ts'
import { MOST_PACKED, Pack } from '../../../src/learning/pack/schemas.ts'

const pack: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/pack',
    {
      schema: {
        operationId: 'packStudySessions',
        summary: 'Study sessions to take along, with their answer keys',
        description:
          'The only operation that gives answer keys, so that a device can judge while it is offline; the server judges ' +
          'again what `POST /v1/sync` tells. Asked again, it gives the sessions that are still open, and new ones for ' +
          'those that are completed.',
        querystring: Type.Object({
          course: CourseSlug,
          count: Type.Integer({ minimum: 1, maximum: MOST_PACKED, default: 5, description: 'Sessions at most' })
        }),
        response: { 200: Pack, ...problems(404, 409) }
      }
    },
    async (request, reply) => {
      const { course, count } = request.query
      const sessions = await packSessions(app.db, request.user.sub, course, count, request.now, request.deadline)
      return reply.header('cache-control', 'no-store').send({ sessions })
    }
  )
}
export default pack
