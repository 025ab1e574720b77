import { type Kysely, sql } from 'kysely'

/** What administrators did, and to whom: rows are only ever added, and stay when their people have gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('actor_id', 'uuid')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('user_id', 'uuid', (column) => column.notNull())
    .addColumn('details', 'jsonb', (column) => column.notNull().defaultTo(sql`'{}'::jsonb`))
    .execute()
  for (const event of ['update', 'delete']) {
    await sql`create rule ${sql.ref(`audit_log_no_${event}`)} as on ${sql.raw(event)} to audit_log do instead nothing`.execute(
      db
    )
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('audit_log').execute()
}
