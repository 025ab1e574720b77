import type { Kysely } from 'kysely'
import type { DB } from './types.generated.ts'

/** Every table, by its SQL name. Generated from the migrated database, so that it cannot drift. */
export type Database = DB
/** The database, or a transaction on it: what query functions take first. */
export type Db = Kysely<Database>
