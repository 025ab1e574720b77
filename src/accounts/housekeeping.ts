import { sql } from 'kysely'
import type { Database, Db } from '../database/database.ts'

/** What nobody can use any more, table by table. */
const leftovers: [table: keyof Database, over: string][] = [
  // Longer than any access token lives, which may still have to be refused.
  ['sessions', "expires_at < now() - interval '2 days'"],
  ['revocations', "revoked_at < now() - interval '2 days'"],
  ['email_tokens', 'expires_at < now()'],
  ['registrations', 'expires_at < now()'],
  ['throttles', 'resets_at <= now()'],
  // Longer than answers to it are taken.
  ['pending_completions', "received_at < now() - interval '14 days'"]
]

const CHUNK = 1_000

/** Deletes what is left over, at most a thousand rows at a time so that nobody waits for it; gives how many. */
export async function tidyUp(db: Db): Promise<number> {
  let deleted = 0
  for (const [table, over] of leftovers) {
    for (let chunk = CHUNK; chunk === CHUNK; deleted += chunk) {
      const { numAffectedRows } = await sql`
        delete from ${sql.table(table)} where ctid = any(array(
          select ctid from ${sql.table(table)} where ${sql.raw(over)} limit ${sql.lit(CHUNK)}
        ))`.execute(db)
      chunk = Number(numAffectedRows)
    }
  }
  return deleted
}
