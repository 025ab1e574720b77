import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/database.ts'
import type { RefreshToken, RefreshTokens } from './refresh-tokens.ts'
import {
  endAll,
  endOldest,
  endOne,
  insertSession,
  rotateToken,
  selectSession,
  selectSessions
} from './session-queries.ts'
import { type Role, Unauthorized } from './tokens.ts'

/** For so long the token that was just replaced is still good: its reply may have been lost, or two tabs have asked. */
const GRACE_SECONDS = 10
/** Who signs in more often is signed out where they have been longest. */
const MOST_SESSIONS = 100

/** Who signs in, as they were when their password was found right. */
export interface SignIn {
  userId: string
  passwordHash: string
  device: string
}

/**
 * Signs a user in: a session with its first refresh token. `undefined` where the account has been disabled, has gone or
 * got another password since it was read.
 */
export async function openSession(
  db: Db,
  tokens: RefreshTokens,
  { userId, passwordHash, device }: SignIn,
  now: Temporal.Instant
): Promise<RefreshToken | undefined> {
  const token = tokens.first(userId, uuidv7())
  const at = now.toString()
  const [opened] = await insertSession(db, userId, passwordHash, token.sessionId, device, token.hash, at)
  if (!opened) return undefined
  await endOldest(db, userId, MOST_SESSIONS, at)
  return token
}

/** What a refresh gives; `theft` where the token had been replaced long ago, for which its session is to end. */
export type Refreshed = { role: Role; token: RefreshToken } | { theft: RefreshToken }

/**
 * Replaces a refresh token by its successor. The same token again, within ten seconds, gives the same successor, whoever
 * was first (RFC 9700 §4.14.2, with a grace for replies that were lost). Throws `Unauthorized`.
 */
export async function refreshSession(
  db: Db,
  tokens: RefreshTokens,
  text: string,
  now: Temporal.Instant
): Promise<Refreshed> {
  const token = tokens.read(text)
  if (!token) throw staleToken()
  const { userId, sessionId, hash } = token
  const next = tokens.successor(token)
  const [rotated] = await rotateToken(db, userId, sessionId, hash, next.hash, now.toString())
  if (rotated) return { role: rotated.role as Role, token: next }

  const [session] = await selectSession(db, userId, sessionId)
  if (!session || session.endedAt || Temporal.Instant.compare(session.expiresAt, now) <= 0) throw staleToken()
  const inGrace = now.since(session.lastSeenAt).total('seconds') <= GRACE_SECONDS
  if (inGrace && session.parentHash?.equals(hash)) return { role: session.role as Role, token: next }
  return { theft: token }
}

/** Ends a session and, wherever they are shown, its access tokens. Gives whether there was one. */
export async function endSession(db: Db, userId: string, id: string, now: Temporal.Instant): Promise<boolean> {
  return (await endOne(db, userId, id, now.toString())).length > 0
}

/** Ends all sessions of a user, or all but one, and gives how many. */
export async function endSessions(
  db: Db,
  userId: string,
  now: Temporal.Instant,
  except: string | null = null
): Promise<number> {
  return (await endAll(db, userId, except, now.toString())).length
}

/** The sessions of a user that are still good after the one with the id `after`, in the order they began; `limit + 1`. */
export const listSessions = (db: Db, userId: string, now: Temporal.Instant, after: string | undefined, limit: number) =>
  selectSessions(db, userId, now.toString(), after ?? '00000000-0000-0000-0000-000000000000', limit + 1)

/** A refresh token that is none, or none any more: whichever it is, only signing in again helps. */
export const staleToken = () => new Unauthorized('The refresh token is not valid or has expired: sign in again')
