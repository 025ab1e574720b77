import type { Database, Db } from '../database/database.ts'
import { type EmailToken, takeEmailToken } from './email-tokens.ts'
import type { User } from './schemas.ts'
import { EmailTaken, userColumns, userOf } from './users.ts'

/** A user whose address was proved, and the address that they had before where it is another. */
export interface Proved {
  user: User
  before?: string
}

/**
 * Uses up a token that proves an address: the account's own, or one that becomes it. `undefined` where it is not good, or the
 * account's address has become another since, or it is disabled. Throws `EmailTaken` where the new address is somebody's by now.
 */
export async function proveAddress(db: Db, token: EmailToken, now: Temporal.Instant): Promise<Proved | undefined> {
  const taken = await takeEmailToken(db, token, ['verify', 'change'], now)
  if (!taken) return undefined
  const current = await lockUser(db, token.userId)
  if (!current || current.disabled_at || (taken.purpose === 'verify' && current.email !== taken.email)) return undefined
  const row = await db
    .updateTable('users')
    .set({ email: taken.email, email_verified_at: now.toString() })
    .where('id', '=', token.userId)
    .returning(userColumns)
    .executeTakeFirstOrThrow()
    .catch((error) => {
      if (error.code === '23505') throw new EmailTaken()
      throw error
    })
  return { user: userOf(row), ...(taken.purpose === 'change' && { before: current.email }) }
}

const lockUser = (db: Db, id: string): Promise<Pick<Database['users'], 'email' | 'disabled_at'> | undefined> =>
  db.selectFrom('users').select(['email', 'disabled_at']).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
