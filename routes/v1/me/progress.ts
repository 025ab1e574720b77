import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { findCourseId } from '../../../src/courses/queries.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { findProgress, SkillProgress } from '../../../src/learning/progress.ts'

const progress: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/progress',
    {
      schema: {
        operationId: 'getProgress',
        summary: 'How far I have come in a course, skill by skill',
        querystring: Type.Object({ course: CourseSlug }),
        response: { 200: Type.Object({ course: CourseSlug, skills: Type.Array(SkillProgress) }), ...problems(404) }
      }
    },
    async (request) => {
      const { course } = request.query
      const courseId = await findCourseId(app.db, course)
      if (!courseId) throw new NotFound(`No course ${course}`)
      return { course, skills: await findProgress(app.db, request.user.sub, courseId) }
    }
  )
}
export default progress
