import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { typeParsers } from './parsers.ts'

/** A database of its own for work that may take long (migrations): one connection, no time-outs. `destroy()` it. */
export const connectForMaintenance = <DB>(connectionString: string): Kysely<DB> =>
  new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ connectionString, max: 1, application_name: 'parlance-maintenance', types: typeParsers })
    })
  })
