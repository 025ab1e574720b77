import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('email_verified_at', 'timestamptz')
    .addColumn('avatar_url', 'text')
    .addColumn('day_start_hour', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('interface_language', 'text', (column) => column.notNull().defaultTo('en'))
    .addColumn('daily_goal', 'integer', (column) => column.notNull().defaultTo(20))
    .execute()
  // Administrators find users by the beginning of their address.
  await sql`create index users_email_prefix on users (email collate "C")`.execute(db)

  const ofUser = (name: string) =>
    db.schema.createTable(name).addColumn('user_id', 'uuid', (column) => column.notNull())

  // What links in mails stand for: the address that they prove, once.
  await ofUser('email_tokens')
    .addColumn('token_hash', 'bytea', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('email_tokens_pkey', ['user_id', 'token_hash'])
    .addForeignKeyConstraint('email_tokens_user', ['user_id'], 'users', ['id'], (key) => key.onDelete('cascade'))
    .addCheckConstraint('email_tokens_purpose', sql`purpose in ('verify', 'change', 'reset')`)
    .execute()
  await db.schema.createIndex('email_tokens_expires_at').on('email_tokens').column('expires_at').execute()

  // Accounts that will be there once their address is proved; the id is that of the user to be.
  await ofUser('registrations')
    .addColumn('token_hash', 'bytea', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('registrations_pkey', ['user_id'])
    .execute()
  await db.schema.createIndex('registrations_expires_at').on('registrations').column('expires_at').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['registrations', 'email_tokens']) await db.schema.dropTable(table).execute()
  await db.schema.dropIndex('users_email_prefix').execute()
  await db.schema
    .alterTable('users')
    .dropColumn('email_verified_at')
    .dropColumn('avatar_url')
    .dropColumn('day_start_hour')
    .dropColumn('interface_language')
    .dropColumn('daily_goal')
    .execute()
}
