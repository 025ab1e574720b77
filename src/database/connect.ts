import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { typeParsers } from './parsers.ts'

/** A database of its own for work that may take long (migrations): one connection, no time-outs. `destroy()` it. */
export function connectForMaintenance<DB>(connectionString: string): Kysely<DB> {
  const pool = new pg.Pool({ connectionString, max: 1, application_name: 'parlance-maintenance', types: typeParsers })
  // Whoever uses a lost connection is told; unheard, the loss of one that nobody uses would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}
