import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { completeDocument, type Document, documentRoute } from '../src/http/openapi.ts'
import { version } from '../src/version.ts'

/** The OpenAPI 3.1 document, from the same schemas that validate and serialise, and a page to read it: `/docs`. */
export default fp(
  async (app) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Parlance',
          version,
          description: 'The backend of a language-learning app: accounts, courses, exercises graded on the server.',
          license: { name: 'MIT', identifier: 'MIT' }
        },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: {
            accessToken: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'The accessToken of register or login'
            }
          }
        }
      },
      refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
      transform: ({ url, route, schema }) => ({
        url,
        schema: schema?.hide ? schema : documentRoute(route, url)
      }),
      transformObject: (document) =>
        completeDocument(('openapiObject' in document ? document.openapiObject : {}) as Document)
    })

    await app.register(async (docs) => {
      docs.addHook('onRoute', (route) => {
        route.config = { ...route.config, access: 'public' }
      })
      await docs.register(swaggerUi, {
        routePrefix: '/docs',
        staticCSP: true,
        // The page needs nothing from elsewhere, and no TLS on a developer's machine.
        transformStaticCSP: (policy) =>
          policy.replaceAll(/ (https:|validator\.swagger\.io)/g, '').replace(' upgrade-insecure-requests;', '')
      })
    })
  },
  { name: 'openapi', dependencies: ['errors', 'contract', 'auth'] }
)
