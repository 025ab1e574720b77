import { type Kysely, sql } from 'kysely'

/**
 * Unlogged: sign-ins need not wait for the disk, and what a crash of PostgreSQL loses is the counts of one window. The
 * check is what holds a limit: of any number of parallel attempts it lets no more through than remain.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('throttles')
    .modifyFront(sql`unlogged`)
    .addColumn('key', 'bytea', (column) => column.primaryKey())
    .addColumn('remaining', 'integer', (column) => column.notNull())
    .addColumn('resets_at', 'timestamptz', (column) => column.notNull())
    .addCheckConstraint('throttles_remaining', sql`remaining >= 0`)
    .execute()
  await db.schema.createIndex('throttles_resets_at').on('throttles').column('resets_at').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('throttles').execute()
}
