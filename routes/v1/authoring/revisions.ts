import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { unpackText } from '../../../src/authoring/documents.ts'
import { findRevision, listRevisions, RevisionNumber } from '../../../src/authoring/revisions.ts'
import { CourseDocument } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { Nullable } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug })

const RevisionSummary = Type.Object(
  {
    number: RevisionNumber,
    restores: Nullable(Type.Integer({ description: 'The revision that this one published again' })),
    note: Nullable(Type.String({ examples: ['Corrects the animals'] })),
    author: Nullable(Type.String({ description: 'Their name, while they have an account', examples: ['Ada'] })),
    publishedAt: Type.String({ format: 'date-time' })
  },
  { title: 'Revision' }
)

const revisions: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:course/revisions',
    {
      config: { access },
      schema: {
        operationId: 'listRevisions',
        summary: 'What was published of a course, the latest first',
        params,
        querystring: Type.Object(pageQuery),
        response: { 200: Page(RevisionSummary), ...problems(404) }
      }
    },
    async (request) => {
      const { course: slug } = request.params
      const { cursor, limit } = request.query
      await requireAuthor(app.db, request.user, slug)
      const before = decodeCursor(cursor, (key) => /^\d{1,9}$/.test(key))
      const rows = await listRevisions(app.db, slug, before === undefined ? undefined : Number(before), limit)
      return pageOf(rows as ((typeof rows)[number] & { number: number; publishedAt: string })[], limit, ({ number }) =>
        String(number)
      )
    }
  )

  app.get(
    '/courses/:course/revisions/:revision',
    {
      config: { access },
      schema: {
        operationId: 'getRevision',
        summary: 'A course as it was published under this number',
        params: Type.Object({ course: CourseSlug, revision: RevisionNumber }),
        response: { 200: CourseDocument, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course: slug, revision: number } = request.params
      await requireAuthor(app.db, request.user, slug)
      const revision = await findRevision(app.db, slug, number)
      if (!revision) throw new NotFound(`The course ${slug} has no revision ${number}`)
      return reply.type('application/json').send((await unpackText(revision.document)) as never)
    }
  )
}
export default revisions
