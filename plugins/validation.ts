import fp from 'fastify-plugin'
import { compileSerializer } from '../src/http/serialisation.ts'
import { compileValidator } from '../src/http/validation.ts'

/** Requests are validated by the project's own rules instead of Fastify's coercing defaults. */
export default fp(
  async (app) => {
    app.setValidatorCompiler(compileValidator)
    app.setSerializerCompiler(compileSerializer)
    app.removeContentTypeParser('text/plain')
    // Typed clients name JSON as the content type of requests that have no body: empty is no body, not bad JSON.
    const parseJson = app.getDefaultJsonParser('error', 'error')
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
      if (text === '') done(null, undefined)
      else parseJson(request, text as string, done)
    })
  },
  { name: 'validation' }
)
