import { hash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CourseFile } from '../../src/courses/course-file/schema.ts'
import { isFresh } from '../../src/http/cache.ts'
import { NotModified } from '../../src/http/schema.ts'

const document = JSON.stringify({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:parlance:course',
  ...CourseFile,
  title: 'Course',
  description: 'A course of Parlance in a file. What has a default may be left out.'
})
const revision = hash('sha1', document, 'base64url')

const course: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/course.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getCourseSchema',
        summary: 'What a course file may hold (JSON Schema 2020-12)',
        response: {
          200: {
            description: 'JSON Schema',
            content: {
              'application/schema+json': { schema: Type.Unsafe<string>({ type: 'object', additionalProperties: true }) }
            }
          },
          304: NotModified
        }
      },
      serializerCompiler: () => (json) => json
    },
    async (request, reply) =>
      isFresh(request, reply, revision)
        ? reply.code(304).send(null)
        : reply.type('application/schema+json').send(document)
  )
}
export default course
