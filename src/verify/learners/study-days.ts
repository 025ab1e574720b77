import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { type Moment, type StudiedDay, studiedDays } from '../../learning/streak/studied-days.ts'
import type { Check, Fault } from '../check.ts'

/** A learner's days of study are those on which sessions were completed, each with its first and its last moment. */
export const studyDays: Check = async (db, ids) => {
  const completed = Map.groupBy(await completions(db, ids), ({ user }) => user)
  const kept = Map.groupBy(await keptDays(db, ids), ({ user }) => user)
  return ids.flatMap((user) => {
    const expected = new Map(studiedDays(completed.get(user) ?? []).map((day) => [day.day, told(day)]))
    const found = new Map((kept.get(user) ?? []).map(({ day, first, last }) => [day, told({ day, first, last })]))
    const days = [...new Set([...expected.keys(), ...found.keys()])]
    return days.flatMap((day): Fault[] => {
      const [wanted, is] = [expected.get(day) ?? 'none', found.get(day) ?? 'none']
      return wanted === is ? [] : [{ user, thing: `study_days ${day}`, expected: wanted, found: is }]
    })
  })
}

const told = ({ first, last }: StudiedDay) => `${momentIn(first)} to ${momentIn(last)}`
const momentIn = ({ occurredAt, timeZone }: Moment) => `${Temporal.Instant.from(occurredAt)} ${timeZone}`

async function completions(db: Db, ids: readonly string[]) {
  const { rows } = await sql<Moment & { user: string }>`
    select user_id as "user", day, time_zone as "timeZone", completed_at as "occurredAt"
    from study_sessions
    where user_id = any(${ids}::uuid[]) and completed_at is not null`.execute(db)
  return rows
}

async function keptDays(db: Db, ids: readonly string[]) {
  const { rows } = await sql<StudiedDay & { user: string }>`
    select user_id as "user", day,
      json_build_object('occurredAt', first_at, 'timeZone', first_time_zone) as first,
      json_build_object('occurredAt', last_at, 'timeZone', last_time_zone) as last
    from study_days
    where user_id = any(${ids}::uuid[])`.execute(db)
  return rows
}
