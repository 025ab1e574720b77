import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { exportLearner } from '../../../src/accounts/export.ts'

const Anything = Type.Object({}, { additionalProperties: true })

const exportRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/export',
    {
      config: { rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'exportMe',
        summary: 'All that is kept of me, as one JSON document',
        response: {
          200: Type.Unsafe<Readable>({
            ...Type.Object({ user: Anything }, { additionalProperties: Type.Array(Anything) }),
            description: 'The account, and the rows of each table that has any of mine, by its name'
          })
        }
      },
      serializerCompiler: () => (data) => data as unknown as string
    },
    async (request, reply) =>
      reply
        .type('application/json')
        .header('content-disposition', 'attachment; filename="parlance.json"')
        .send(Readable.from(exportLearner(app.db, request.user.sub), { highWaterMark: 1 }))
  )
}
export default exportRoute
