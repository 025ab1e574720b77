import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/database.ts'
import { foldEmail } from '../http/email.ts'
import { type EmailToken, newEmailToken } from './email-tokens.ts'
import type { Registration, User } from './schemas.ts'
import { createUser } from './users.ts'

const HOURS = 24

/**
 * Keeps a registration until its address is proved, and gives the text for the link that does so. There is no account before:
 * nobody can sign in with an address that is not theirs, or learn from it whose there are.
 */
export async function keepRegistration(
  db: Db,
  { email, displayName, timeZone = 'UTC' }: Omit<Registration, 'password'>,
  passwordHash: string,
  now: Temporal.Instant
): Promise<string> {
  const { userId, hash, text } = newEmailToken(uuidv7())
  await db
    .insertInto('registrations')
    .values({
      user_id: userId,
      token_hash: hash,
      email: foldEmail(email),
      display_name: displayName,
      time_zone: timeZone,
      password_hash: passwordHash,
      expires_at: now.add({ hours: HOURS }).toString()
    })
    .execute()
  return text
}

/** Makes the account that a registration was kept for; `undefined` where there is none. Throws `EmailTaken`. */
export async function finishRegistration(
  db: Db,
  { userId, hash }: EmailToken,
  now: Temporal.Instant
): Promise<User | undefined> {
  const kept = await db
    .deleteFrom('registrations')
    .where('user_id', '=', userId)
    .where('token_hash', '=', hash)
    .where('expires_at', '>', now.toString())
    .returning(['email', 'display_name as displayName', 'time_zone as timeZone', 'password_hash as passwordHash'])
    .executeTakeFirst()
  if (!kept) return undefined
  const { passwordHash, ...profile } = kept
  return createUser(db, { ...profile, id: userId, emailVerifiedAt: now.toString() }, passwordHash)
}
