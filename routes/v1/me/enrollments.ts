import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { findCourseId } from '../../../src/courses/queries.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { NoBody, NoContent } from '../../../src/http/schema.ts'
import { Enrollment, enroll, listEnrollments, unenroll } from '../../../src/learning/enrollments.ts'

const params = Type.Object({ course: CourseSlug })

const enrollments: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/enrollments',
    {
      schema: {
        operationId: 'listEnrollments',
        summary: 'The courses that I am enrolled in',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(Enrollment) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const rows = await listEnrollments(app.db, request.user.sub, decodeCursor(cursor), limit)
      return pageOf(rows, limit, ({ course }) => course)
    }
  )

  app.put(
    '/enrollments/:course',
    {
      schema: {
        operationId: 'enroll',
        summary: 'Enrol in a course; again changes nothing',
        params,
        body: NoBody,
        response: { 200: Enrollment, ...problems(404) }
      }
    },
    async (request) => {
      const enrollment = await enroll(app.db, request.user.sub, request.params.course)
      if (!enrollment) throw new NotFound(`No course ${request.params.course}`)
      return enrollment
    }
  )

  app.delete(
    '/enrollments/:course',
    {
      schema: {
        operationId: 'unenroll',
        summary: 'Leave a course; progress is kept for a return',
        params,
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const courseId = await findCourseId(app.db, request.params.course)
      if (!courseId) throw new NotFound(`No course ${request.params.course}`)
      await unenroll(app.db, request.user.sub, courseId)
      return reply.code(204).send(null)
    }
  )
}
export default enrollments
