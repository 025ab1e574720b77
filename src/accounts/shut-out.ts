import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { forgetEmailTokens } from './email-tokens.ts'
import { endSessions } from './sessions.ts'

/**
 * Ends what anybody has of an account: its sessions, all or all but one, and the links that were asked for in them. What else
 * keeps them out, another password above all, is done in the same transaction.
 */
export async function shutOut(
  trx: Transaction<Database>,
  userId: string,
  now: Temporal.Instant,
  except: string | null = null
): Promise<void> {
  await forgetEmailTokens(trx, userId)
  await endSessions(trx, userId, now, except)
}
