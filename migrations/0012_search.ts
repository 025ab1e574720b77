import { type Kysely, sql } from 'kysely'

const words = sql`text[]`

/** What items are found by: their forms as folded words, and each word by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['target_words', 'source_words']) {
    await db.schema
      .alterTable('items')
      .addColumn(column, words, (column) => column.notNull().defaultTo(sql`'{}'`))
      .execute()
  }
  // Without a foreign key, whose check of each row takes longer than writing it: nothing of a course is deleted.
  // By code points, so that the terms with one beginning stand together, and the term that is no more than it first.
  await db.schema
    .createTable('item_terms')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('term', sql`text collate "C"`, (column) => column.notNull())
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_terms_pkey', ['course_id', 'side', 'term', 'item_id'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('item_terms').execute()
  for (const column of ['target_words', 'source_words'])
    await db.schema.alterTable('items').dropColumn(column).execute()
}
