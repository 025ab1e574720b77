import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CourseSlug, FoundItem } from '../../../src/courses/schemas.ts'
import { findSearchedCourse, searchItems } from '../../../src/courses/search.ts'
import { isFresh } from '../../../src/http/cache.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { NotModified } from '../../../src/http/schema.ts'

const search: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/:course/search',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'searchCourse',
        summary: 'Words and phrases of a course that have these words, in either language',
        description:
          'Each word of the query is found as a word or the beginning of one, whatever its case and accents. The best come ' +
          'first: forms that are the query, that begin with it, that have its words, that have words which begin so.',
        params: Type.Object({ course: CourseSlug }),
        querystring: Type.Object({
          q: Type.String({ minLength: 1, maxLength: 100, description: 'What to look for', examples: ['gatto'] }),
          limit: Type.Integer({ minimum: 1, maximum: 50, default: 20, description: 'Items at most' })
        }),
        response: { 200: Type.Object({ items: Type.Array(FoundItem) }), 304: NotModified, ...problems(404) }
      }
    },
    async (request, reply) => {
      const course = await findSearchedCourse(app.db, request.params.course)
      if (!course) throw new NotFound(`No course ${request.params.course}`)
      if (isFresh(request, reply, course.revision)) return reply.code(304).send(null)
      return { items: await searchItems(app.db, course, request.query.q, request.query.limit) }
    }
  )
}
export default search
