import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database } from '../database/database.ts'
import type { Moment } from './streak/studied-days.ts'
import { type CompletedSession, xpCorrections, xpOfDay } from './xp.ts'

/** A study session that was completed, and what tells which others it repeats. */
export interface BookedSession {
  userId: string
  id: string
  courseId: string
  /** Null where it is of the whole course. */
  skillId: string | null
  kind: string
  day: string
}

/**
 * Books what a completed session has earned, and what it changes of those that repeat it and came in before: sessions of the
 * same skill, or of the whole course, on its local day. Reviews repeat nothing. `at` is when it was completed, an instant
 * in ISO 8601. Gives what it has earned; nothing where it is of another day. The learner's row must be locked.
 */
export async function bookXp(
  trx: Transaction<Database>,
  session: BookedSession,
  at: string
): Promise<number | undefined> {
  const { userId, id, courseId, skillId, kind, day } = session
  const ofDay = (await selectSessions(trx, userId, day, courseId, skillId)) as SessionRow[]
  const rows = ofDay.filter((row) => row.id === id || (kind !== 'review' && row.kind !== 'review'))
  const sessions = new Map(rows.map((row) => [row.id, row]))
  const booked = Map.groupBy(await selectEntries(trx, userId, day), ({ sessionId }) => sessionId)
  const xpOfEach = xpOfDay(rows)
  const changed = [...xpOfEach]
    .map(([id, xp], repetition) => ({ ...sessions.get(id)!, earned: xp, place: repetition }))
    .filter(({ xp, earned, repetition, place }) => xp !== earned || repetition !== place)
  if (changed.length === 0) return xpOfEach.get(id)
  await updateSessions(
    trx,
    userId,
    changed.map(({ id }) => id),
    changed.map(({ earned }) => earned),
    changed.map(({ place }) => place)
  )
  const entries = changed.flatMap(({ id, timeZone, earned }) =>
    xpCorrections(id, booked.get(id) ?? [], earned).map((entry) => ({
      user_id: userId,
      ...entry,
      day,
      time_zone: timeZone,
      earned_at: at
    }))
  )
  if (entries.length > 0) await trx.insertInto('xp_entries').values(entries).execute()
  return xpOfEach.get(id)
}

/**
 * Books what a completed session has earned on its day off that day, and on the day of the moment at which it was completed
 * as is known by now. The learner's row must be locked.
 */
export async function moveXp(
  trx: Transaction<Database>,
  { userId, id, day }: BookedSession,
  to: Moment
): Promise<void> {
  const entries = await selectEntries(trx, userId, day)
  const sum = entries.reduce((sum, { sessionId, amount }) => (sessionId === id ? sum + amount : sum), 0)
  const entry = { user_id: userId, time_zone: to.timeZone, earned_at: to.occurredAt }
  await trx
    .insertInto('xp_entries')
    .values([
      { ...entry, source: `study-session:${id}:left:${to.occurredAt}`, amount: -sum, day },
      { ...entry, source: `study-session:${id}:moved:${to.occurredAt}`, amount: sum, day: to.day }
    ])
    .execute()
}

interface SessionRow extends CompletedSession {
  kind: string
  timeZone: string
  /** Null until it is booked. */
  xp: number | null
  repetition: number | null
}

const selectSessions = compiled((db, userId: string, day: string, courseId: string, skillId: string | null) =>
  db
    .selectFrom('study_sessions')
    .select([
      'id',
      'completed_at as completedAt',
      'correct',
      'wrong',
      'xp',
      'repetition',
      'time_zone as timeZone',
      'kind'
    ])
    .where('user_id', '=', userId)
    .where('day', '=', day)
    .where('course_id', '=', courseId)
    .where(sql<boolean>`skill_id is not distinct from ${skillId}::uuid`)
)

/** All of a day, with the session that each names in its source: `study-session:<id>…` or `correction:<id>:…`. */
const selectEntries = compiled((db, userId: string, day: string) =>
  db
    .selectFrom('xp_entries')
    .select(['source', 'amount', sql<string>`split_part(source, ':', 2)`.as('sessionId')])
    .where('user_id', '=', userId)
    .where('day', '=', day)
)

const updateSessions = compiled(
  (_db, userId: string, ids: string[], xps: number[], repetitions: number[]) => sql`
    update study_sessions as session set xp = earned.xp, repetition = earned.repetition
    from unnest(${ids}::uuid[], ${xps}::int[], ${repetitions}::int[]) as earned(id, xp, repetition)
    where session.user_id = ${userId} and session.id = earned.id`
)
