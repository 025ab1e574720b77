import { type RawBuilder, sql } from 'kysely'
import { compiled } from '../database/compiled.ts'

/** A session that was not used for so long has ended. */
export const IDLE_DAYS = 30
/** So has one this old, used or not. */
const LONGEST_DAYS = 180

const hours = (days: number) => sql.lit(`${days * 24} hours`)

/** A row where the account is as it was; whoever disables it or changes its password waits for this, or this for them. */
export const insertSession = compiled(
  (_db, userId: string, passwordHash: string, id: string, device: string, hash: Buffer, at: string) => sql<{
    id: string
  }>`
    insert into sessions (user_id, id, device, token_hash, created_at, last_seen_at, expires_at)
    select users.id, ${id}, ${device}, ${hash}, ${at}::timestamptz, ${at}::timestamptz,
      ${at}::timestamptz + ${hours(IDLE_DAYS)}::interval
    from users where users.id = ${userId} and password_hash = ${passwordHash} and disabled_at is null
    for share
    returning id`
)

/** A row where the token was the session's, which now is the next; of parallel ones one gets it. */
export const rotateToken = compiled(
  (_db, userId: string, id: string, hash: Buffer, next: Buffer, at: string) => sql<{ role: string }>`
    update sessions set
      parent_hash = token_hash,
      token_hash = ${next},
      last_seen_at = ${at}::timestamptz,
      expires_at = least(
        ${at}::timestamptz + ${hours(IDLE_DAYS)}::interval,
        sessions.created_at + ${hours(LONGEST_DAYS)}::interval
      )
    from users
    where sessions.user_id = ${userId} and sessions.id = ${id} and users.id = sessions.user_id
      and token_hash = ${hash} and ended_at is null and expires_at > ${at}::timestamptz
    returning users.role`
)

export const selectSession = compiled((db, userId: string, id: string) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.role', 'parent_hash as parentHash', 'last_seen_at as lastSeenAt'])
    .select(['expires_at as expiresAt', 'ended_at as endedAt'])
    .where('sessions.user_id', '=', userId)
    .where('sessions.id', '=', id)
)

export const selectSessions = compiled((db, userId: string, at: string, after: string, limit: number) =>
  db
    .selectFrom('sessions')
    .select(['id', 'device', 'created_at as createdAt', 'last_seen_at as lastSeenAt'])
    .where('user_id', '=', userId)
    .where('id', '>', after)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('id')
    .limit(limit)
)

/** Sessions end with word of it to all instances or not at all; of one not used lately no access token can be good. */
const ending = (userId: string, at: string, which: RawBuilder<unknown>) => sql<{ id: string }>`
  with ended as (
    update sessions set ended_at = ${at}::timestamptz, expires_at = ${at}::timestamptz
    where user_id = ${userId} and ended_at is null and ${which}
    returning user_id, id, last_seen_at
  ), revoked as (
    insert into revocations (user_id, session_id, revoked_at)
    select user_id, id, clock_timestamp() from ended where last_seen_at > ${at}::timestamptz - interval '25 hours'
    on conflict do nothing
  )
  select id from ended`

export const endOne = compiled((_db, userId: string, id: string, at: string) => ending(userId, at, sql`id = ${id}`))

export const endAll = compiled((_db, userId: string, except: string | null, at: string) =>
  ending(userId, at, sql`id is distinct from ${except}::uuid`)
)

/** All but the `most` that began last. */
export const endOldest = compiled((_db, userId: string, most: number, at: string) =>
  ending(
    userId,
    at,
    sql`id in (
      select id from sessions where user_id = ${userId} and ended_at is null order by id desc offset ${most}
    )`
  )
)
