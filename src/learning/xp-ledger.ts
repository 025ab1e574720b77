import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database } from '../database/database.ts'
import { type CompletedSession, xpCorrections, xpOfDay } from './xp.ts'

/** What the XP of study sessions halves within: one skill on one local day of a learner's. */
export interface SkillDay {
  userId: string
  courseId: string
  /** Null for sessions of the course as a whole. */
  skillId: string | null
  day: string
}

/**
 * Books what the completed sessions of a skill on a day have earned by now, and sets their XP to it: of a new one all, and
 * what a late one changes of those that were completed after it. `at` is when the new one was completed, an instant in
 * ISO 8601. The learner's row must be locked.
 */
export async function bookXp(
  trx: Transaction<Database>,
  { userId, courseId, skillId, day }: SkillDay,
  at: string
): Promise<void> {
  const rows = (await selectSessions(trx, userId, courseId, skillId, day)) as SessionRow[]
  const sessions = new Map(rows.map((row) => [row.id, row]))
  const booked = Map.groupBy(await selectEntries(trx, userId, day), ({ sessionId }) => sessionId)
  const changed = [...xpOfDay(rows)]
    .map(([id, xp], repetition) => ({ ...sessions.get(id)!, earned: xp, place: repetition }))
    .filter(({ xp, earned, repetition, place }) => xp !== earned || repetition !== place)
  if (changed.length === 0) return
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
}

interface SessionRow extends CompletedSession {
  timeZone: string
  /** Null until it is booked. */
  xp: number | null
  repetition: number | null
}

const selectSessions = compiled((db, userId: string, courseId: string, skillId: string | null, day: string) =>
  db
    .selectFrom('study_sessions')
    .select(['id', 'completed_at as completedAt', 'correct', 'wrong', 'xp', 'repetition', 'time_zone as timeZone'])
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where(sql<boolean>`skill_id is not distinct from ${skillId}::uuid`)
    .where('day', '=', day)
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
