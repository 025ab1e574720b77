import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { unpack } from '../../../src/authoring/documents.ts'
import { findRevision, RevisionName, revisionOf } from '../../../src/authoring/revisions.ts'
import { CourseFile } from '../../../src/courses/course-file/schema.ts'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { StringEnum } from '../../../src/http/schema.ts'

const formats = {
  json: {
    type: 'application/json',
    extension: 'json',
    write: (course: CourseDocument) => documentText(course, 'json')
  },
  yaml: {
    type: 'application/yaml',
    extension: 'yaml',
    write: (course: CourseDocument) => documentText(course, 'yaml')
  },
  librelingo: {
    type: 'application/zip',
    extension: 'zip',
    write: async (course: CourseDocument) =>
      (await import('../../../src/courses/librelingo/zip-course.ts')).zipLibreLingo(course)
  }
}

// Writers are imported when first used, so that a server starts sooner, and smaller, without them.
async function documentText(course: CourseDocument, format: 'json' | 'yaml'): Promise<Readable> {
  const { writeDocument } = await import('../../../src/courses/course-file/write-document.ts')
  return Readable.from(writeDocument(course, format))
}

const exportRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:course/export',
    {
      config: { access: 'author' },
      schema: {
        operationId: 'exportCourse',
        summary: 'A course as a file, which can be imported again without a difference',
        params: Type.Object({ course: CourseSlug }),
        querystring: Type.Object({
          format: StringEnum(['json', 'yaml', 'librelingo'], {
            default: 'json',
            description: 'A course document, or a zip of LibreLingo’s files'
          }),
          revision: { ...RevisionName, default: 'published' }
        }),
        response: {
          200: {
            description: 'The course',
            content: {
              'application/json': { schema: CourseFile },
              'application/yaml': { schema: Type.String() },
              'application/zip': { schema: Type.String({ contentMediaType: 'application/zip' }) }
            }
          },
          ...problems(404)
        }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      const { format, revision: which } = request.query
      await requireAuthor(app.db, request.user, slug)
      const revision = await findRevision(app.db, slug, revisionOf(which))
      if (!revision) throw new NotFound(`The course ${slug} has no such revision`)
      const { type, extension, write } = formats[format]
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${slug}.${extension}"`)
        .header('cache-control', 'private, no-cache')
        .send((await write(await unpack(revision.document))) as never)
    }
  )
}
export default exportRoute
