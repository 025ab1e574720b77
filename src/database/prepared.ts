import { hash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { DatabaseError, Pool, PoolClient } from 'pg'

/** A server remembers every named statement on every connection, so only so many are named. */
const MAX_NAMES = 1_000

/**
 * A pool for Kysely whose statements are prepared: each is parsed and planned once on a connection, under a name that is
 * a hash of its SQL. A connection that did not answer in time is destroyed, because its late answer would go to the next
 * query (pg's `query_timeout` alone puts it back).
 */
export function preparedPool(pool: Pool, prepared: boolean): PostgresPool {
  const names = new Map<string, string>()
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>()

  const nameOf = (text: string) => {
    let name = names.get(text)
    if (name === undefined && prepared && names.size < MAX_NAMES && !transactionControl.test(text)) {
      name = hash('sha1', text, 'base64url')
      names.set(text, name)
    }
    return name
  }

  const wrap = (client: PoolClient): PostgresPoolClient => {
    const query = async (text: string, values: readonly unknown[]) => {
      try {
        return await client.query({ name: nameOf(text), text, values: values as unknown[] })
      } catch (error) {
        // It quotes the row that was refused, an account's password hash included: that must not get into a log.
        delete (error as DatabaseError).detail
        if ((error as Error).message === 'Query read timeout') {
          // The pool drops a client that has ended; what Kysely sends next, a rollback, fails at once.
          void (client as unknown as { end(): Promise<void> }).end().catch(() => {})
        }
        throw error
      }
    }
    return {
      query: query as <R>(text: string, values: readonly unknown[]) => Promise<PostgresQueryResult<R>>,
      release: (destroy?: boolean) => client.release(destroy)
    } as PostgresPoolClient
  }

  return {
    connect: async () => {
      const client = await pool.connect()
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
    end: () => pool.end(),
    options: pool.options
  } as PostgresPool
}

const transactionControl = /^(begin|start|commit|rollback|savepoint|release)/i
