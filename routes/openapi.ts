import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'

const openapi: FastifyPluginAsyncTypebox = async (app) => {
  let document: string | undefined
  app.get(
    '/openapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getOpenApiDocument',
        summary: 'This API, described (OpenAPI 3.1)',
        response: {
          200: Type.Unsafe<string>({ type: 'object', additionalProperties: true, description: 'OpenAPI 3.1 document' })
        }
      },
      serializerCompiler: () => (json) => json
    },
    async (_request, reply) => {
      document ??= JSON.stringify(app.swagger())
      return reply.type('application/json').send(document)
    }
  )
}
export default openapi
