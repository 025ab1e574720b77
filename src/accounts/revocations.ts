import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { type AccessToken, CLOCK_SKEW, type Role } from './tokens.ts'

/** What the database says has changed since access tokens were signed. */
export type Change = { userId: string; sessionId: string | null; role: Role | null; at: string }

/** What access tokens no longer say: of those whose session has ended, and of users who have another role. */
export interface Revocations {
  learn(changes: readonly Change[]): void
  /** Whether the session that a token was given to has ended. */
  isRevoked(token: AccessToken): boolean
  /** The role that the token's user has now. */
  roleOf(token: AccessToken): Role
}

/** In entries; a hundred thousand sessions ended within a quarter of an hour take about 20 MB. */
const MAXIMUM = 100_000

/**
 * A list that forgets what is older than any access token (`lifetime` in s), read from `clock` (ms). Where more happens than
 * it holds, tokens signed before the oldest entry it lost are refused, so that their bearers refresh them.
 */
export function createRevocations(lifetime: number, clock = Date.now, maximum = MAXIMUM): Revocations {
  const sessions = new Map<string, { at: number; until: number }>()
  const roles = new Map<string, { role: Role; at: number; until: number }>()
  let refusedBefore = 0

  function forget(list: Map<string, { at: number; until: number }>): void {
    for (const [id, { at, until }] of list) {
      if (until >= clock() && list.size <= maximum) return
      // By another clock than that which signed the tokens.
      if (until >= clock()) refusedBefore = Math.max(refusedBefore, at + CLOCK_SKEW * 1000)
      list.delete(id)
    }
  }

  return {
    learn(changes) {
      const until = clock() + lifetime * 1000
      for (const { userId, sessionId, role, at } of changes) {
        const time = Date.parse(at)
        if (sessionId && !sessions.has(sessionId)) sessions.set(sessionId, { at: time, until })
        if (role && time > (roles.get(userId)?.at ?? 0)) {
          // Anew at the end: the list is in the order of its ends.
          roles.delete(userId)
          roles.set(userId, { role, at: time, until })
        }
      }
      forget(sessions)
      forget(roles)
    },
    isRevoked: ({ sid, iat }) => sessions.has(sid) || iat * 1000 <= refusedBefore,
    roleOf: ({ sub, role }) => roles.get(sub)?.role ?? role
  }
}

/**
 * The sessions that ended, and the roles that changed, in the last `seconds` of the database's time: the latest of each, and
 * one more than a list holds, so that it knows of the rest.
 */
export async function findChanges(db: Db, seconds: number, maximum = MAXIMUM): Promise<Change[]> {
  const since = sql`now() - make_interval(secs => ${seconds})`
  const { rows } = await sql<Change>`
    (select user_id as "userId", session_id as "sessionId", null as role, revoked_at as at from revocations
      where revoked_at > ${since} order by revoked_at desc limit ${sql.lit(maximum + 1)})
    union all
    (select id, null, role, role_changed_at from users
      where role_changed_at > ${since} order by role_changed_at desc limit ${sql.lit(maximum + 1)})
    order by at`.execute(db)
  return rows
}

/** The same of one user. */
export async function findChangesOf(db: Db, userId: string, seconds: number): Promise<Change[]> {
  const since = sql`now() - make_interval(secs => ${seconds})`
  const { rows } = await sql<Change>`
    select user_id as "userId", session_id as "sessionId", null as role, revoked_at as at from revocations
      where user_id = ${userId} and revoked_at > ${since}
    union all
    select id, null, role, role_changed_at from users where id = ${userId} and role_changed_at > ${since}
    order by at`.execute(db)
  return rows
}
