import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { PublishedKey } from '../src/config/token-keys.ts'

const jwks: FastifyPluginAsyncTypebox = async (app) => {
  const keys = app.tokenKeys.flatMap(({ published }) => published ?? [])
  app.get(
    '/.well-known/jwks.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getKeySet',
        summary: 'The public keys of access tokens (JWKS, RFC 7517)',
        description: 'Empty where tokens are signed with a shared secret, as they are without JWT_KEYS.',
        tags: ['auth'],
        response: { 200: Type.Object({ keys: Type.Array(PublishedKey) }) }
      }
    },
    async (_request, reply) => reply.header('cache-control', 'public, max-age=300').send({ keys })
  )
}
export default jwks
