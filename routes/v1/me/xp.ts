import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { problems } from '../../../src/http/problem.ts'
import { Day } from '../../../src/http/schema.ts'
import { addDays } from '../../../src/learning/days.ts'
import { findClock, momentOf } from '../../../src/learning/learner.ts'
import { findXp, LONGEST_RANGE, XpHistory } from '../../../src/learning/xp-history.ts'

const xp: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/xp',
    {
      schema: {
        operationId: 'getXp',
        summary: 'My XP day by day, held against my goals: ready to plot',
        querystring: Type.Object({
          from: Type.Optional(Day({ description: 'A local day; six days before `to` if left out' })),
          to: Type.Optional(Day({ description: `Today if left out; at most ${LONGEST_RANGE} days in all` }))
        }),
        response: { 200: XpHistory, ...problems(422) }
      }
    },
    async (request) => {
      const clock = await findClock(app.db, request.user.sub)
      if (!clock) throw invalidToken()
      const { to = momentOf(request.now, clock).day } = request.query
      const { from = addDays(to, -6) } = request.query
      return findXp(app.db, request.user.sub, clock, from, to)
    }
  )
}
export default xp
