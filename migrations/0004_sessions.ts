import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'bytea', (column) => column.notNull())
    .addColumn('parent_hash', 'bytea')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('last_seen_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .addPrimaryKeyConstraint('sessions_pkey', ['user_id', 'id'])
    .execute()
  await sql`create index sessions_open on sessions (user_id, id) where ended_at is null`.execute(db)
  // For cleaning up, which looks for the oldest of all learners.
  await db.schema.createIndex('sessions_expires_at').on('sessions').column('expires_at').execute()

  // Sessions that ended while their access tokens could still be good. Not of `users`, which an account may leave first.
  await db.schema
    .createTable('revocations')
    .addColumn('user_id', 'uuid', (column) => column.notNull())
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('revoked_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('revocations_pkey', ['user_id', 'session_id'])
    .execute()
  await db.schema.createIndex('revocations_revoked_at').on('revocations').column('revoked_at').execute()

  await db.schema
    .alterTable('users')
    .addColumn('role_changed_at', 'timestamptz')
    .addColumn('disabled_at', 'timestamptz')
    .execute()
  await sql`create index users_role_changed_at on users (role_changed_at) where role_changed_at is not null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').dropColumn('role_changed_at').dropColumn('disabled_at').execute()
  for (const table of ['revocations', 'sessions']) await db.schema.dropTable(table).execute()
}
