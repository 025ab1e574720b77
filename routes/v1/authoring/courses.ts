import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { noCourse, requireAuthor } from '../../../src/authoring/collaborators.ts'
import { unpackText } from '../../../src/authoring/documents.ts'
import { dropDraft, saveDraft } from '../../../src/authoring/drafts.ts'
import { editBy } from '../../../src/authoring/edit-by.ts'
import { findRevision, findWorkspace, lockCourse, type Workspace } from '../../../src/authoring/revisions.ts'
import { AuthoredCourse, listAuthoredCourses } from '../../../src/authoring/workspaces.ts'
import { CourseFile } from '../../../src/courses/course-file/schema.ts'
import { CourseDocument } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { ifMatch, requireMatch, tag } from '../../../src/http/preconditions.ts'
import { problems } from '../../../src/http/problem.ts'
import { NoContent } from '../../../src/http/schema.ts'
import { Invalid } from '../../../src/http/validation.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug })
const MEGABYTES_20 = 20 * 1024 * 1024
/** The largest published course has a million. */
const CourseBody = { ...CourseFile, title: 'CourseBody', 'x-max-values': 1_200_000 }

const courses: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses',
    {
      config: { access },
      schema: {
        operationId: 'listAuthoredCourses',
        summary: 'The courses that you work on, in order of their slugs',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(AuthoredCourse) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      return pageOf(
        await listAuthoredCourses(app.db, request.user, decodeCursor(cursor), limit),
        limit,
        ({ slug }) => slug
      )
    }
  )

  app.get(
    '/courses/:course',
    {
      config: { access },
      schema: {
        operationId: 'getCourseDocument',
        summary: 'A course as its authors see it: the draft, or else what is published',
        params,
        response: { 200: CourseDocument, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      await requireAuthor(app.db, request.user, slug)
      const { draft, published, state } = await findWorkspace(app.db, slug)
      const revision = (draft ?? published) && (await findRevision(app.db, slug, draft ? 'draft' : 'published'))
      if (!revision) throw noCourse(slug)
      tag(reply, state)
      // The text is as the schema says: it was written by it.
      return reply.type('application/json').send((await unpackText(revision.document)) as never)
    }
  )

  app.put(
    '/courses/:course',
    {
      bodyLimit: MEGABYTES_20,
      config: { access },
      schema: {
        operationId: 'putCourseDocument',
        summary: 'Make this document the draft of a course',
        description: 'A new course becomes yours. Of one that is there, `If-Match` must name the state that you read.',
        params,
        headers: ifMatch,
        body: CourseBody,
        response: { 200: AuthoredCourse, 201: AuthoredCourse, ...problems(404, 409, 412, 413, 428) }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      const course = await courseIn(request.body)
      if (course.slug !== slug)
        throw new Invalid([{ pointer: '/body/slug', message: `must be ${slug}, as in the path` }])
      const edit = editBy(request)
      let isNew = false
      const workspace = await transaction(
        app.db,
        (trx) =>
          saveDraft(trx, course, {
            ...edit,
            expect: (before) => {
              isNew = !before.draft && !before.published
              if (!isNew) edit.expect!(before)
            }
          }),
        request.deadline
      )
      tag(reply, workspace.state)
      return reply.code(isNew ? 201 : 200).send(summaryOf(slug, workspace, edit.now))
    }
  )

  app.delete(
    '/courses/:course/draft',
    {
      config: { access },
      schema: {
        operationId: 'dropDraft',
        summary: 'Give up the changes that are not published',
        params,
        headers: ifMatch,
        response: { 204: NoContent, ...problems(404, 412, 428) }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      await requireAuthor(app.db, request.user, slug)
      await transaction(
        app.db,
        async (trx) => {
          await lockCourse(trx, slug)
          requireMatch(request, (await findWorkspace(trx, slug)).state)
          await dropDraft(trx, slug)
        },
        request.deadline
      )
      return reply.code(204).send(null)
    }
  )
}
export default courses

/** The course that a body means; throws `Invalid` where it is none. */
async function courseIn(body: unknown): Promise<CourseDocument> {
  // When first used, for few servers have authors at work when they start.
  const { documentOf } = await import('../../../src/courses/course-file/document-of.ts')
  const { course, faults } = documentOf(body)
  if (course) return course
  const errors = faults.filter(({ severity }) => severity === 'error').slice(0, 20)
  throw new Invalid(errors.map(({ pointer, message }) => ({ pointer: `/body${pointer}`, message })))
}

const summaryOf = (slug: string, { draft, published }: Workspace, now: Temporal.Instant): AuthoredCourse => ({
  slug,
  published: published?.number ?? null,
  draft: draft !== undefined,
  updatedAt: now.toString({ smallestUnit: 'millisecond' })
})
