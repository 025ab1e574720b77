import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { localDay } from './days.ts'
import type { Goal, GoalSince } from './goal.ts'
import { type LearnerClock, lockLearner, momentOf } from './learner.ts'

/** XP a day that accounts begin with, as `users.daily_goal` has it by default. */
const FIRST_GOAL = 20

/**
 * Sets a learner's goal from the local day of the instant `at` on, and so in their profile; of two for one day the one set
 * later holds, whichever comes in first. Gives the goal that holds by now, or `undefined` where the account has gone.
 */
export async function setGoal(
  trx: Transaction<Database>,
  userId: string,
  { xp }: Goal,
  at: Temporal.Instant
): Promise<GoalSince | undefined> {
  const clock = await lockLearner(trx, userId)
  if (!clock) return undefined
  const { day, occurredAt } = momentOf(at, clock)
  await upsertGoal(trx, userId, day, xp, occurredAt)
  return (await adoptLatest(trx, userId))[0]
}

/** Every goal that a learner has had, from the one that their account began with on. */
export async function findGoals(
  db: Db,
  userId: string,
  { timeZone, dayStartHour }: LearnerClock
): Promise<GoalSince[]> {
  const rows = await selectGoals(db, userId)
  const goals = rows.flatMap(({ since, xp }) => (since === null || xp === null ? [] : { since, xp }))
  const firstDay = rows[0] && localDay(Temporal.Instant.from(rows[0].createdAt), timeZone, dayStartHour)
  if (firstDay === undefined || goals.some(({ since }) => since <= firstDay)) return goals
  return [{ since: firstDay, xp: FIRST_GOAL }, ...goals]
}

const selectGoals = compiled((db, userId: string) =>
  db
    .selectFrom('users')
    .leftJoin('daily_goals', 'daily_goals.user_id', 'users.id')
    .select(['users.created_at as createdAt', 'daily_goals.since', 'daily_goals.xp'])
    .where('users.id', '=', userId)
    .orderBy('daily_goals.since')
)

const upsertGoal = compiled(
  (_db, userId: string, since: string, xp: number, setAt: string) => sql`
    insert into daily_goals as goal (user_id, since, xp, set_at)
    values (${userId}, ${since}::date, ${xp}, ${setAt}::timestamptz)
    on conflict (user_id, since) do update set xp = excluded.xp, set_at = excluded.set_at
    where (excluded.set_at, excluded.xp) > (goal.set_at, goal.xp)`
)

const adoptLatest = compiled(
  (_db, userId: string) => sql<GoalSince>`
    update users set daily_goal = latest.xp
    from (select since, xp from daily_goals where user_id = ${userId} order by since desc limit 1) as latest
    where id = ${userId}
    returning latest.since, latest.xp`
)
