import { type CreateTableBuilder, type Kysely, sql } from 'kysely'

const texts = sql`text[]`

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('courses')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('slug', 'text', (column) => column.notNull().unique())
    .addColumn('target_code', 'text', (column) => column.notNull())
    .addColumn('target_name', 'text', (column) => column.notNull())
    .addColumn('source_code', 'text', (column) => column.notNull())
    .addColumn('source_name', 'text', (column) => column.notNull())
    .addColumn('licence', 'jsonb')
    .addColumn('licence_file', 'text')
    .addColumn('repository', 'text')
    .addColumn('special_characters', texts, (column) => column.notNull())
    .addColumn('accents', 'text', (column) => column.notNull())
    .addColumn('skills', 'integer', (column) => column.notNull())
    .addColumn('words', 'integer', (column) => column.notNull())
    .addColumn('phrases', 'integer', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute()

  await partOfCourse(db.schema.createTable('units'))
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addUniqueConstraint('units_slug', ['course_id', 'slug'])
    .execute()

  await partOfCourse(db.schema.createTable('skills'))
    .addColumn('unit_id', 'uuid', (column) => column.notNull().references('units.id'))
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('introduction', 'text')
    .addColumn('images', texts, (column) => column.notNull())
    .addColumn('dictionary', 'jsonb', (column) => column.notNull())
    .addColumn('words', 'integer', (column) => column.notNull())
    .addColumn('phrases', 'integer', (column) => column.notNull())
    .addUniqueConstraint('skills_slug', ['course_id', 'slug'])
    .execute()
  await db.schema.createIndex('skills_unit').on('skills').column('unit_id').execute()

  await partOfCourse(db.schema.createTable('items'))
    .addColumn('skill_id', 'uuid', (column) => column.notNull().references('skills.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('target', texts, (column) => column.notNull())
    .addColumn('source', texts, (column) => column.notNull())
    .addColumn('target_prompts', texts, (column) => column.notNull())
    .addColumn('source_prompts', texts, (column) => column.notNull())
    .addColumn('images', texts, (column) => column.notNull())
    .addCheckConstraint('items_kind', sql`kind in ('word', 'phrase')`)
    .execute()
  await db.schema.createIndex('items_skill').on('items').columns(['skill_id', 'position']).execute()
  // Items that share a prompt accept each other's answers, so a session looks them up.
  for (const prompts of ['target_prompts', 'source_prompts']) {
    await db.schema.createIndex(`items_${prompts}`).on('items').using('gin').column(prompts).execute()
  }

  await db.schema
    .createTable('lookalikes')
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id').onDelete('cascade'))
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('others', texts, (column) => column.notNull())
    .addPrimaryKeyConstraint('lookalikes_pkey', ['course_id', 'side', 'token'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['lookalikes', 'items', 'skills', 'units', 'courses']) await db.schema.dropTable(table).execute()
}

/** What a later edition of the course leaves out is retired, never deleted: learners' progress points at it. */
const partOfCourse = (table: CreateTableBuilder<string>) =>
  table
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('retired', 'boolean', (column) => column.notNull().defaultTo(false))
