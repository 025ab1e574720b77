import { type Static, Type } from '@sinclair/typebox'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { daysBetween } from './days.ts'
import { DayXp, xpByDay } from './goal.ts'
import { findGoals } from './goals.ts'
import type { LearnerClock } from './learner.ts'

/** So many days at most are told of at once. */
export const LONGEST_RANGE = 366

export const XpHistory = Type.Object(
  {
    days: Type.Array(DayXp, { description: 'Every day of the range, earliest first' }),
    total: Type.Integer({ minimum: 0, description: 'XP of the whole range', examples: [66] }),
    lifetime: Type.Integer({ minimum: 0, description: 'XP earned so far, whenever', examples: [1280] })
  },
  { title: 'XpHistory' }
)
export type XpHistory = Static<typeof XpHistory>

/** There is no such range of days, or it is too long. */
export class BadRange extends Error {
  override readonly name = 'BadRange'
  readonly statusCode = 422
}

/** A learner's XP of each day from `from` to `to`, both included, held against the goals. Throws `BadRange`. */
export async function findXp(
  db: Db,
  userId: string,
  clock: LearnerClock,
  from: string,
  to: string
): Promise<XpHistory> {
  const length = daysBetween(from, to) + 1
  if (length < 1) throw new BadRange(`\`to\` (${to}) is before \`from\` (${from})`)
  if (length > LONGEST_RANGE) throw new BadRange(`From ${from} to ${to} are more than ${LONGEST_RANGE} days`)
  const [earned, goals, [sum]] = await Promise.all([
    selectXp(db, userId, from, to),
    findGoals(db, userId, clock),
    selectLifetime(db, userId)
  ])
  const days = xpByDay(earned, goals, from, to)
  return { days, total: days.reduce((total, { xp }) => total + xp, 0), lifetime: sum!.lifetime ?? 0 }
}

const selectXp = compiled((db, userId: string, from: string, to: string) =>
  db
    .selectFrom('xp_entries')
    .select((row) => ['day', row.fn.sum<number>('amount').as('amount')])
    .where('user_id', '=', userId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('day')
)

const selectLifetime = compiled((db, userId: string) =>
  db
    .selectFrom('xp_entries')
    .select((row) => row.fn.sum<number | null>('amount').as('lifetime'))
    .where('user_id', '=', userId)
)
