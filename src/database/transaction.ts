import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'

const ATTEMPTS = 5
/** serialization_failure and deadlock_detected: PostgreSQL undid the whole transaction, so all of it may run again. */
const retriable = new Set(['40001', '40P01'])

/**
 * Runs `fn` in a transaction, and again (at most five times, with jitter) when PostgreSQL gives it up for another's sake.
 * With a `signal` that has been aborted nothing is committed: a client that was told 503 finds nothing written.
 */
export async function transaction<DB, Result>(
  db: Kysely<DB>,
  fn: (trx: Transaction<DB>) => Promise<Result>,
  signal?: AbortSignal
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (trx) => {
        const result = await fn(trx)
        signal?.throwIfAborted()
        return result
      })
    } catch (error) {
      if (attempt === ATTEMPTS || !retriable.has((error as { code?: string }).code ?? '')) throw error
      await wait(Math.random() * 10 * 2 ** attempt)
    }
  }
}
