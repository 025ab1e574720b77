import { type Kysely, sql } from 'kysely'

/** Study sessions to take along, and what devices tell of later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // With the learner's zone then, in which events that name none are counted; null online.
  await db.schema
    .alterTable('study_sessions')
    .addColumn('packed_at', 'timestamptz')
    .addColumn('packed_time_zone', 'text')
    .execute()
  await sql`
    create index study_sessions_packed on study_sessions (user_id, course_id, packed_at)
    where packed_at is not null and completed_at is null`.execute(db)
  await sql`
    create index study_sessions_packed_at on study_sessions (packed_at)
    where packed_at is not null and completed_at is null`.execute(db)

  // Completions that came in before the answers of their session.
  await ofLearner(db, 'pending_completions')
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('received_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('pending_completions_pkey', ['user_id', 'session_id'])
    .execute()
  await db.schema.createIndex('pending_completions_received').on('pending_completions').column('received_at').execute()

  // When each part of a profile was last changed, and to what: of two changes the later counts, in whatever order.
  await ofLearner(db, 'setting_changes')
    .addColumn('setting', 'text', (column) => column.notNull())
    .addColumn('value', 'jsonb', (column) => column.notNull())
    .addColumn('changed_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('setting_changes_pkey', ['user_id', 'setting'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['setting_changes', 'pending_completions']) await db.schema.dropTable(table).execute()
  for (const index of ['study_sessions_packed_at', 'study_sessions_packed']) await db.schema.dropIndex(index).execute()
  await db.schema.alterTable('study_sessions').dropColumn('packed_at').dropColumn('packed_time_zone').execute()
}

const ofLearner = (db: Kysely<unknown>, name: string) =>
  db.schema
    .createTable(name)
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
