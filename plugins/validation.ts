import fp from 'fastify-plugin'
import { compileValidator } from '../src/http/validation.ts'

/** Requests are validated by the project's own rules instead of Fastify's coercing defaults. */
export default fp(
  async (app) => {
    app.setValidatorCompiler(compileValidator)
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
