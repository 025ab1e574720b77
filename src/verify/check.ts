import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/database.ts'

/** A row, or what rows add up to, that is not as the rest of the database says. */
export interface Fault {
  /** Whose it is; null for what is nobody's. */
  user: string | null
  thing: string
  expected: string
  found: string
}

/** The faults of some learners, of some courses, or of the whole database, in one respect. */
export type Check = (db: Db, ids: readonly string[]) => Promise<Fault[]>

/** Whoever has more of one kind in one batch is told of the first: there is enough to look into. */
const MOST = 1_000

/** A check that is one query, which gives faults. `query` may use the ids as a list of UUIDs. */
export const checkBy =
  (query: (ids: RawBuilder<string[]>) => RawBuilder<Fault>): Check =>
  async (db, ids) =>
    (await sql<Fault>`select * from (${query(sql`${ids}::uuid[]`)}) as fault limit ${sql.lit(MOST)}`.execute(db)).rows
