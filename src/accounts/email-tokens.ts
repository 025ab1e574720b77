import { hash, randomBytes } from 'node:crypto'
import { parse } from 'uuid'
import type { Db } from '../database/database.ts'

/** What the holder of a token may do: prove the account's address, make another one it, or choose a new password. */
export type Purpose = 'verify' | 'change' | 'reset'

const HOURS: Record<Purpose, number> = { verify: 24, change: 24, reset: 1 }

/** The link is expired, used, or was never given out. */
export class LinkExpired extends Error {
  override readonly name = 'LinkExpired'
  readonly statusCode = 410

  constructor() {
    super('This link has expired or was used already: ask for a new one')
  }
}

/** Whose a token is, and what is stored instead of it. */
export interface EmailToken {
  userId: string
  text: string
  hash: Buffer
}

const ID = 16
const SECRET = 32

/** A new token for a link in a mail: the user's id, by which it is found, and 256 random bits. */
export const newEmailToken = (userId: string): EmailToken =>
  tokenOf(userId, Buffer.concat([parse(userId), randomBytes(SECRET)]))

/** The token within a link. Throws `LinkExpired` on anything else. */
export function readEmailToken(text: string): EmailToken {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== ID + SECRET) throw new LinkExpired()
  return tokenOf(uuidOf(bytes.subarray(0, ID)), bytes)
}

/** Of any bytes, for a stranger made them. */
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

const tokenOf = (userId: string, bytes: Buffer): EmailToken => ({
  userId,
  text: bytes.toString('base64url'),
  hash: hash('sha256', bytes, 'buffer')
})

/** Stores a token for an address, and gives the text that goes into the link. It is good for a day, for a reset an hour. */
export async function issueEmailToken(
  db: Db,
  userId: string,
  purpose: Purpose,
  email: string,
  now: Temporal.Instant
): Promise<string> {
  const { hash, text } = newEmailToken(userId)
  const expiresAt = now.add({ hours: HOURS[purpose] }).toString()
  await db
    .insertInto('email_tokens')
    .values({ user_id: userId, token_hash: hash, purpose, email, expires_at: expiresAt })
    .execute()
  return text
}

/** Whether a token is good for one of these purposes, for before much work is done for it. */
export async function isGoodEmailToken(
  db: Db,
  token: EmailToken,
  purposes: Purpose[],
  now: Temporal.Instant
): Promise<boolean> {
  const found = await db
    .selectFrom('email_tokens')
    .select('email')
    .where('user_id', '=', token.userId)
    .where('token_hash', '=', token.hash)
    .where('purpose', 'in', purposes)
    .where('expires_at', '>', now.toString())
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Forgets links that would let who asked for them change the account: their time is over once its password is another, as it
 * is where a stranger had got in.
 */
export async function forgetEmailTokens(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('email_tokens').where('user_id', '=', userId).where('purpose', '!=', 'verify').execute()
}

/**
 * Uses a token up, and with it the user's others of its purpose: of any number of parallel uses one succeeds. Gives what it
 * was for, or `undefined`.
 */
export async function takeEmailToken(
  db: Db,
  { userId, hash }: EmailToken,
  purposes: Purpose[],
  now: Temporal.Instant
): Promise<{ purpose: Purpose; email: string } | undefined> {
  const taken = await db
    .deleteFrom('email_tokens')
    .where('user_id', '=', userId)
    .where('token_hash', '=', hash)
    .where('purpose', 'in', purposes)
    .where('expires_at', '>', now.toString())
    .returning(['purpose', 'email'])
    .executeTakeFirst()
  if (!taken) return undefined
  await db.deleteFrom('email_tokens').where('user_id', '=', userId).where('purpose', '=', taken.purpose).execute()
  return taken as { purpose: Purpose; email: string }
}
