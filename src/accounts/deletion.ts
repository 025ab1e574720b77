import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { endSessions } from './sessions.ts'

/**
 * Deletes an account, whose row the transaction holds, with all that is kept of its user; the log of what administrators did
 * keeps the id alone.
 */
export async function deleteUser(trx: Transaction<Database>, id: string, now: Temporal.Instant): Promise<void> {
  await endSessions(trx, id, now)
  await trx.deleteFrom('users').where('id', '=', id).execute()
}
