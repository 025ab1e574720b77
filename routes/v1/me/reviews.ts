import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { DueReviews, findDueReviews } from '../../../src/learning/cards/due-reviews.ts'

const reviews: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/reviews',
    {
      schema: {
        operationId: 'getDueReviews',
        summary: 'What I have to review now, today and within 30 days',
        response: { 200: DueReviews }
      }
    },
    async (request) => {
      const due = await findDueReviews(app.db, request.user.sub, request.now)
      if (!due) throw invalidToken()
      return due
    }
  )
}
export default reviews
