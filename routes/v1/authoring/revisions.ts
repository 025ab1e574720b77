import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { noCourse, requireAuthor } from '../../../src/authoring/collaborators.ts'
import { Renames } from '../../../src/authoring/difference.ts'
import { unpack, unpackText } from '../../../src/authoring/documents.ts'
import { editBy } from '../../../src/authoring/edit-by.ts'
import { Preview, previewOf, Validation, validate } from '../../../src/authoring/preview.ts'
import { publishDraft, restoreRevision } from '../../../src/authoring/publish.ts'
import {
  findRevision,
  findWorkspace,
  listRevisions,
  RevisionName,
  revisionOf
} from '../../../src/authoring/revisions.ts'
import { CourseDocument } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { ifMatch, tag } from '../../../src/http/preconditions.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { Closed, NoBody, Nullable } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug })
const Number_ = Type.Integer({ minimum: 1, maximum: 2_147_483_647, examples: [3] })

const RevisionSummary = Type.Object(
  {
    number: Number_,
    restores: Nullable(Type.Integer({ description: 'The revision that this one published again' })),
    note: Nullable(Type.String({ examples: ['Corrects the animals'] })),
    author: Nullable(Type.String({ description: 'Their name, while they have an account', examples: ['Ada'] })),
    publishedAt: Type.String({ format: 'date-time' })
  },
  { title: 'Revision' }
)

const revisions: FastifyPluginAsyncTypebox = async (app) => {
  const documentOf = async (slug: string, which: string) => {
    const revision = await findRevision(app.db, slug, revisionOf(which))
    return revision && unpack(revision.document)
  }

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
        params: Type.Object({ course: CourseSlug, revision: Number_ }),
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

  app.post(
    '/courses/:course/validate',
    {
      config: { access },
      schema: {
        operationId: 'validateDraft',
        summary: 'The faults of the draft, and what publishing it would change',
        params,
        body: NoBody,
        response: { 200: Validation, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      await requireAuthor(app.db, request.user, slug)
      const { draft, state } = await findWorkspace(app.db, slug)
      const before = await documentOf(slug, 'published')
      const after = draft ? await documentOf(slug, 'draft') : before
      if (!after) throw noCourse(slug)
      tag(reply, state)
      return reply.send(await validate(app.db, before, after))
    }
  )

  app.get(
    '/courses/:course/diff',
    {
      config: { access },
      schema: {
        operationId: 'diffRevisions',
        summary: 'What changes from one revision of a course to another',
        description: 'From what is published to the draft, unless told otherwise.',
        params,
        querystring: Type.Object({
          from: Type.Optional(RevisionName),
          to: Type.Optional(RevisionName)
        }),
        response: { 200: Preview, ...problems(404) }
      }
    },
    async (request) => {
      const { course: slug } = request.params
      const { from = 'published', to } = request.query
      await requireAuthor(app.db, request.user, slug)
      const [before, after] = [
        await documentOf(slug, from),
        to === undefined
          ? ((await documentOf(slug, 'draft')) ?? (await documentOf(slug, 'published')))
          : await documentOf(slug, to)
      ]
      if (!after || (!before && from !== 'published')) throw new NotFound(`The course ${slug} has no such revision`)
      return previewOf(app.db, before, after)
    }
  )

  app.post(
    '/courses/:course/publish',
    {
      config: { access },
      schema: {
        operationId: 'publishCourse',
        summary: 'Publish the draft, or an earlier revision again',
        description:
          'Learners get it at once; who is within a study session finishes what they began. Progress stays with the items: ' +
          'those that were corrected or moved keep their ids as `renames` says, by default as the difference proposes.',
        params,
        headers: ifMatch,
        body: Closed(
          {
            revision: Type.Optional({ ...Number_, description: 'An earlier one to go back to, instead of the draft' }),
            renames: Type.Optional(Renames),
            note: Type.Optional(Type.String({ minLength: 1, maxLength: 500, examples: ['Corrects the animals'] }))
          },
          { title: 'Publishing' }
        ),
        response: {
          200: Type.Object(
            {
              revision: Number_,
              written: Type.Integer({ description: 'Units, skills and items that are new or changed' }),
              retired: Type.Integer({ description: 'Units, skills and items that have gone' })
            },
            { title: 'Publication' }
          ),
          ...problems(404, 409, 412, 422, 428)
        }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      const { revision, ...how } = request.body
      await requireAuthor(app.db, request.user, slug)
      const edit = { ...how, ...editBy(request) }
      const { number, stored } = await transaction(
        app.db,
        (trx) => (revision === undefined ? publishDraft(trx, slug, edit) : restoreRevision(trx, slug, revision, edit)),
        request.deadline
      )
      tag(reply, (await findWorkspace(app.db, slug)).state)
      return reply.send({ revision: number, written: stored.written, retired: stored.retired })
    }
  )
}
export default revisions
