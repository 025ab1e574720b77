import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { noteChangesNow } from '../../../src/accounts/setting-changes.ts'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { Day } from '../../../src/http/schema.ts'
import { Goal } from '../../../src/learning/goal.ts'
import { setGoal } from '../../../src/learning/goals.ts'

const GoalReply = Type.Object(
  { ...Goal.properties, since: Day({ description: 'The local day that it counts from' }) },
  { title: 'GoalSince' }
)

const goal: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/goal',
    {
      schema: {
        operationId: 'setGoal',
        summary: 'Set my goal: XP a day',
        description: 'It counts from today on, and is the `dailyGoal` of my profile. What earlier days reached stays.',
        body: Goal,
        response: { 200: GoalReply }
      }
    },
    async (request) => {
      const { now, deadline } = request
      const set = await transaction(
        app.db,
        async (trx) => {
          const goal = await setGoal(trx, request.user.sub, request.body, now)
          if (goal) await noteChangesNow(trx, request.user.sub, { dailyGoal: request.body.xp }, now)
          return goal
        },
        deadline
      )
      if (!set) throw invalidToken()
      return set
    }
  )
}
export default goal
