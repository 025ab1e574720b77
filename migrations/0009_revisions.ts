import { type Kysely, sql } from 'kysely'

/** Courses as their authors keep them: at most one draft each, and what was published, which nothing changes any more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('items').addColumn('audio', 'text').execute()
  await db.schema.alterTable('courses').addColumn('attribution', 'text').execute()

  // A course that has only a draft is no row of `courses` yet. Its id is made of its slug.
  await db.schema
    .createTable('course_revisions')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('number', 'integer')
    .addColumn('document', 'bytea', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('restores', 'integer')
    .addColumn('note', 'text')
    .addColumn('author_id', 'uuid', (column) => column.references('users.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('published_at', 'timestamptz')
    .addUniqueConstraint('course_revisions_number', ['course_id', 'number'])
    .addCheckConstraint('course_revisions_published', sql`(number is null) = (published_at is null)`)
    .execute()
  await db.schema
    .createIndex('course_revisions_draft')
    .on('course_revisions')
    .column('course_id')
    .unique()
    .where(sql.ref('number'), 'is', null)
    .execute()
  // It is compressed already.
  await sql`alter table course_revisions alter column document set storage external`.execute(db)
  await db.schema.createIndex('course_revisions_author').on('course_revisions').column('author_id').execute()

  await db.schema
    .createTable('collaborators')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('added_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('collaborators_pkey', ['user_id', 'course_id'])
    .execute()
  await db.schema.createIndex('collaborators_course').on('collaborators').column('course_id').execute()

  // What an importer would call an item, and the id that the item has kept.
  await db.schema
    .createTable('item_aliases')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('alias', 'uuid', (column) => column.notNull())
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_aliases_pkey', ['course_id', 'alias'])
    .execute()

  // How many learners an edit concerns.
  await db.schema.createIndex('item_progress_item').on('item_progress').column('item_id').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('item_progress_item').execute()
  for (const table of ['item_aliases', 'collaborators', 'course_revisions']) await db.schema.dropTable(table).execute()
  await db.schema.alterTable('courses').dropColumn('attribution').execute()
  await db.schema.alterTable('items').dropColumn('audio').execute()
}
