import { type Static, Type } from '@sinclair/typebox'
import { Closed, Nullable } from '../http/schema.ts'
import { daysFrom } from './days.ts'

/** XP that a learner means to earn each day. */
export const Goal = Closed(
  { xp: Type.Integer({ minimum: 1, maximum: 1000, description: 'XP a day', examples: [30] }) },
  { title: 'Goal' }
)
export type Goal = Static<typeof Goal>

/** A local day's XP, held against the goal of that day. */
export const DayXp = Type.Object(
  {
    day: Type.String({ format: 'date' }),
    xp: Type.Integer({ minimum: 0, examples: [28] }),
    goal: Nullable(Type.Integer({ minimum: 1, description: 'The goal of that day, if there was one' })),
    reached: Type.Boolean({ description: 'Whether there was a goal, and it was reached' })
  },
  { title: 'DayXp' }
)
export type DayXp = Static<typeof DayXp>

/** A goal from a local day on. A later change leaves alone what earlier days reached. */
export interface GoalSince extends Goal {
  since: string
}

/** The goal of a day: the one set last on that day or before; null where there was none. `goals` in any order. */
export function goalOn(day: string, goals: Iterable<GoalSince>): number | null {
  let latest: GoalSince | undefined
  for (const goal of goals) {
    if (goal.since <= day && (!latest || goal.since >= latest.since)) latest = goal
  }
  return latest?.xp ?? null
}

/** The XP of every day from one to another, both included, from what was earned on them: ready to plot. */
export function xpByDay(
  earned: Iterable<{ day: string; amount: number }>,
  goals: readonly GoalSince[],
  first: string,
  last: string
): DayXp[] {
  const sums = new Map<string, number>()
  for (const { day, amount } of earned) sums.set(day, (sums.get(day) ?? 0) + amount)
  return daysFrom(first, last).map((day) => {
    const xp = sums.get(day) ?? 0
    const goal = goalOn(day, goals)
    return { day, xp, goal, reached: goal !== null && xp >= goal }
  })
}
