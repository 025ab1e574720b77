import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { findCourseId } from '../../../src/courses/queries.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { findLearnerStatistics, LearnerStatistics } from '../../../src/learning/statistics/learner.ts'

const statistics: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/statistics',
    {
      schema: {
        operationId: 'getStatistics',
        summary: 'What my answers add up to: time studied, accuracy, retention',
        querystring: Type.Object({ course: Type.Optional({ ...CourseSlug, description: 'All courses if left out' }) }),
        response: { 200: LearnerStatistics, ...problems(404) }
      }
    },
    async (request) => {
      const { course } = request.query
      const courseId = course === undefined ? undefined : await findCourseId(app.db, course)
      if (course !== undefined && !courseId) throw new NotFound(`No course ${course}`)
      return findLearnerStatistics(app.db, request.user.sub, courseId)
    }
  )
}
export default statistics
