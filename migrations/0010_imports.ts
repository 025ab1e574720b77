import { type Kysely, sql } from 'kysely'

/** Uploads that wait to be read as courses, and what came of them; whichever server is free takes one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('import_jobs')
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('file_name', 'text', (column) => column.notNull())
    .addColumn('format', 'text')
    .addColumn('options', 'jsonb', (column) => column.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('course_slug', 'text')
    .addColumn('error', 'text')
    .addColumn('report', 'jsonb')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    // When somebody is to take it: at once, or once the lease of who has it runs out. Null when it is over.
    .addColumn('due_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('finished_at', 'timestamptz')
    .addPrimaryKeyConstraint('import_jobs_pkey', ['user_id', 'id'])
    .addCheckConstraint('import_jobs_state', sql`state in ('uploading', 'queued', 'running', 'done', 'failed')`)
    .addCheckConstraint('import_jobs_due', sql`(due_at is null) = (state in ('done', 'failed'))`)
    .execute()
  await db.schema
    .createIndex('import_jobs_due_at')
    .on('import_jobs')
    .column('due_at')
    .where(sql.ref('due_at'), 'is not', null)
    .execute()
  await db.schema.createIndex('import_jobs_finished_at').on('import_jobs').column('finished_at').execute()

  await db.schema
    .createTable('import_chunks')
    .addColumn('user_id', 'uuid', (column) => column.notNull())
    .addColumn('import_id', 'uuid', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('import_chunks_pkey', ['user_id', 'import_id', 'number'])
    .addForeignKeyConstraint(
      'import_chunks_import',
      ['user_id', 'import_id'],
      'import_jobs',
      ['user_id', 'id'],
      (key) => key.onDelete('cascade')
    )
    .execute()
  // Most uploads are compressed already.
  await sql`alter table import_chunks alter column bytes set storage external`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['import_chunks', 'import_jobs']) await db.schema.dropTable(table).execute()
}
