import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { type CalendarDay, calendarOf, type StreakSummary, streakAt } from './streak/streak.ts'
import type { Moment } from './streak/studied-days.ts'

/** Records that a study session was completed at a moment. Gives whether it is the first or the last one of its day. */
export async function recordStudyDay(trx: Transaction<Database>, userId: string, moment: Moment): Promise<boolean> {
  const { day, occurredAt, timeZone } = moment
  return (await upsertDay(trx, userId, day, occurredAt, timeZone)).length > 0
}

/** Works out a day anew from the sessions that were completed on it, after one of them was moved; it may be none any more. */
export async function recountStudyDay(trx: Transaction<Database>, userId: string, day: string): Promise<void> {
  await trx.deleteFrom('study_days').where('user_id', '=', userId).where('day', '=', day).execute()
  const moments = await trx
    .selectFrom('study_sessions')
    .select(['completed_at as occurredAt', 'time_zone as timeZone'])
    .where('user_id', '=', userId)
    .where('day', '=', day)
    .execute()
  for (const { occurredAt, timeZone } of moments) {
    await recordStudyDay(trx, userId, { day, occurredAt: occurredAt!, timeZone: timeZone! })
  }
}

/** The first and the last moment of each qualifying day of a learner's: all that a streak is the fold of. */
export async function findStudyMoments(db: Db, userId: string): Promise<Moment[]> {
  const days = await selectDays(db, userId)
  return days.flatMap(({ day, firstAt, firstZone, lastAt, lastZone }) => [
    { day, occurredAt: firstAt, timeZone: firstZone },
    { day, occurredAt: lastAt, timeZone: lastZone }
  ])
}

/** A learner's streak as it stands at a moment, and the calendar of a month, `YYYY-MM`. */
export async function findStreak(
  db: Db,
  userId: string,
  now: Moment,
  month: string
): Promise<StreakSummary & { calendar: CalendarDay[] }> {
  const streak = streakAt(await findStudyMoments(db, userId), now)
  const { state, length, longest, freezes } = streak
  return { state, length, longest, freezes, calendar: calendarOf(streak, month) }
}

const selectDays = compiled((db, userId: string) =>
  db
    .selectFrom('study_days')
    .select(['day', 'first_at as firstAt', 'first_time_zone as firstZone'])
    .select(['last_at as lastAt', 'last_time_zone as lastZone'])
    .where('user_id', '=', userId)
    .orderBy('day')
)

/** Of two at once, in different zones, the first and the last are those that `studiedDays` takes. */
const upsertDay = compiled(
  (_db, userId: string, day: string, at: string, timeZone: string) => sql<{ day: string }>`
    insert into study_days as d (user_id, day, first_at, first_time_zone, last_at, last_time_zone)
    values (${userId}, ${day}::date, ${at}::timestamptz, ${timeZone}::text, ${at}::timestamptz, ${timeZone}::text)
    on conflict (user_id, day) do update set
      (first_at, first_time_zone) = (
        select at, zone from (values (d.first_at, d.first_time_zone), (excluded.first_at, excluded.first_time_zone))
          as moment(at, zone) order by at, zone collate "C" limit 1
      ),
      (last_at, last_time_zone) = (
        select at, zone from (values (d.last_at, d.last_time_zone), (excluded.last_at, excluded.last_time_zone))
          as moment(at, zone) order by at desc, zone collate "C" desc limit 1
      )
    where (excluded.first_at, excluded.first_time_zone collate "C") < (d.first_at, d.first_time_zone collate "C")
      or (excluded.last_at, excluded.last_time_zone collate "C") > (d.last_at, d.last_time_zone collate "C")
    returning day`
)
