import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import type { Database, Db } from '../../src/database/database.ts'
import { typeParsers } from '../../src/database/parsers.ts'

/** The process that used the database has died. */
class Died extends Error {
  override readonly name = 'Died'
}

/**
 * A database as a process has it that is killed after its statement of this number, counted from 1: PostgreSQL has carried it
 * out, of which nobody is told, and finds its connections lost. From then on everything throws `Died`. `end()` it.
 */
export function doomedDatabase(url: string, statement: number) {
  const pool = new pg.Pool({ connectionString: url, max: 3, types: typeParsers })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const clients = new Set<pg.PoolClient>()
  let statements = 0

  const die = () => {
    for (const client of clients) (client as unknown as { connection: pg.Connection }).connection.stream.destroy()
    throw new Died()
  }
  const connect = async () => {
    const client = await pool.connect()
    clients.add(client)
    const query = async (text: string, values: unknown[]) => {
      statements++
      if (statements > statement) die()
      const result = await client.query(text, values)
      if (statements === statement) die()
      return result
    }
    return { query, release: () => client.release(statements >= statement) }
  }
  const dialect = new PostgresDialect({ pool: { connect, end: () => pool.end() } as unknown as PostgresPool })
  const db: Db = new Kysely<Database>({ dialect })
  return { db, died: () => statements >= statement, end: () => pool.end() }
}
