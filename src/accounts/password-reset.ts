import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { type EmailToken, LinkExpired, takeEmailToken } from './email-tokens.ts'
import type { User } from './schemas.ts'
import { shutOut } from './shut-out.ts'
import { userColumns, userOf } from './users.ts'

/**
 * Gives an account another password, because its owner opened a link that was sent to its address, which this proves too. All
 * of its sessions end, and links that were asked for before are good no more. Throws `LinkExpired`.
 */
export async function resetPassword(
  trx: Transaction<Database>,
  token: EmailToken,
  passwordHash: string,
  now: Temporal.Instant
): Promise<User> {
  const taken = await takeEmailToken(trx, token, ['reset'], now)
  const row =
    taken &&
    (await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, email_verified_at: sql`coalesce(email_verified_at, ${now.toString()})` })
      .where('id', '=', token.userId)
      .where('email', '=', taken.email)
      .returning(userColumns)
      .executeTakeFirst())
  if (!row) throw new LinkExpired()
  await shutOut(trx, token.userId, now)
  return userOf(row)
}
