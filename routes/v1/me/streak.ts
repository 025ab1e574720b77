import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { Day, Month } from '../../../src/http/schema.ts'
import { findClock, momentOf } from '../../../src/learning/learner.ts'
import { CalendarDay, StreakSummary } from '../../../src/learning/streak/streak.ts'
import { findStreak } from '../../../src/learning/study-days.ts'

const StreakReply = Type.Object(
  {
    ...StreakSummary.properties,
    today: Day({ description: "The learner's local day, by their profile's time zone" }),
    month: Month(),
    calendar: Type.Array(CalendarDay, { description: 'Every day of the month' })
  },
  { title: 'Streak' }
)

const streak: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/streak',
    {
      schema: {
        operationId: 'getStreak',
        summary: 'My streak as it stands now, and the calendar of a month',
        querystring: Type.Object({ month: Type.Optional(Month({ description: 'This month if left out' })) }),
        response: { 200: StreakReply }
      }
    },
    async (request) => {
      const clock = await findClock(app.db, request.user.sub)
      if (!clock) throw invalidToken()
      const now = momentOf(request.now, clock)
      const month = request.query.month ?? now.day.slice(0, 7)
      return { ...(await findStreak(app.db, request.user.sub, now, month)), today: now.day, month }
    }
  )
}
export default streak
