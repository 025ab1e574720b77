import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { reportAnswer } from '../../../src/answer-reports/report.ts'
import { listReports } from '../../../src/answer-reports/report-queries.ts'
import { AnswerReport, NewAnswerReport } from '../../../src/answer-reports/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { problems } from '../../../src/http/problem.ts'
import { isUuid } from '../../../src/http/schema.ts'

const answerReports: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/answer-reports',
    {
      config: { rateLimit: { max: app.config.SIGN_IN_RATE_LIMIT } },
      schema: {
        operationId: 'reportAnswer',
        summary: 'Report that my answer should be accepted',
        description:
          'Of a typed answer that was judged wrong (409 for any other). Again it changes nothing (200), save that a ' +
          'new comment replaces the old one until an author has decided. An answer that the course accepts by now is ' +
          'accepted at once.',
        body: NewAnswerReport,
        response: { 200: AnswerReport, 201: AnswerReport, ...problems(404, 409) }
      }
    },
    async (request, reply) => {
      const { sub } = request.user
      const now = Temporal.Now.instant()
      const { report, created } = await reportAnswer(app.db, sub, request.body, now, request.deadline)
      return reply.code(created ? 201 : 200).send(report)
    }
  )

  app.get(
    '/answer-reports',
    {
      schema: {
        operationId: 'listMyAnswerReports',
        summary: 'What I have reported, the latest first',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(AnswerReport) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const rows = await listReports(app.db, request.user.sub, decodeCursor(cursor, isUuid), limit)
      return pageOf(rows, limit, ({ id }) => id)
    }
  )
}
export default answerReports
