import { type Kysely, sql } from 'kysely'

/** Every table of a learner's is keyed by `user_id` first, so that learners can be spread over databases. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const ofLearner = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))

  await ofLearner('enrollments')
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id'))
    .addColumn('enrolled_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('enrollments_pkey', ['user_id', 'course_id'])
    .execute()

  await ofLearner('study_sessions')
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id'))
    .addColumn('skill_id', 'uuid', (column) => column.notNull().references('skills.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('completed_at', 'timestamptz')
    .addColumn('day', 'date')
    .addColumn('time_zone', 'text')
    .addColumn('correct', 'integer')
    .addColumn('wrong', 'integer')
    .addColumn('xp', 'integer')
    .addPrimaryKeyConstraint('study_sessions_pkey', ['user_id', 'id'])
    .execute()
  await db.schema
    .createIndex('study_sessions_skill')
    .on('study_sessions')
    .columns(['user_id', 'course_id', 'skill_id', 'day'])
    .execute()

  await ofLearner('study_exercises')
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('exercise', 'jsonb', (column) => column.notNull())
    .addColumn('key', 'jsonb', (column) => column.notNull())
    .addColumn('item_ids', sql`uuid[]`, (column) => column.notNull())
    .addPrimaryKeyConstraint('study_exercises_pkey', ['user_id', 'session_id', 'number'])
    .execute()

  await ofLearner('answers')
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('answer', 'jsonb', (column) => column.notNull())
    .addColumn('verdict', 'jsonb', (column) => column.notNull())
    .addColumn('correct', 'boolean', (column) => column.notNull())
    .addColumn('answered_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('answers_pkey', ['user_id', 'session_id', 'number'])
    .execute()

  await ofLearner('item_progress')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addColumn('seen', 'integer', (column) => column.notNull())
    .addColumn('correct', 'integer', (column) => column.notNull())
    .addColumn('in_a_row', 'integer', (column) => column.notNull())
    .addColumn('last_seen_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_progress_pkey', ['user_id', 'course_id', 'item_id'])
    .execute()

  await ofLearner('xp_entries')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addColumn('day', 'date', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('earned_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('xp_entries_pkey', ['user_id', 'source'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ['xp_entries', 'item_progress', 'answers', 'study_exercises', 'study_sessions', 'enrollments']
  for (const table of tables) await db.schema.dropTable(table).execute()
}
