import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Test } from 'tap'
import type { Database, Db } from '../../src/database/database.ts'
import { typeParsers } from '../../src/database/parsers.ts'
import { preparedPool } from '../../src/database/prepared.ts'
import { ownDatabase, sharedDatabase } from './database.ts'

/** The shared database, or one of the test's own, reached as the server reaches its: through prepared statements and a pool. */
export async function pooledDatabase(
  t: Test,
  { max = 5, prepared = true, own = false } = {}
): Promise<{ db: Db; pool: pg.Pool; url: string }> {
  const url = own ? await ownDatabase() : await sharedDatabase()
  const pool = new pg.Pool({ connectionString: url, max, types: typeParsers })
  t.teardown(() => pool.end())
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparedPool(pool, prepared) }) })
  return { db, pool, url }
}
