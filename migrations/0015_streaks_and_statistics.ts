import { type Kysely, sql } from 'kysely'

/** Days, freezes and goals of learners; and what answers add up to, for learners and for authors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await ofLearner(db, 'study_days')
    .addColumn('day', 'date', (column) => column.notNull())
    .addColumn('first_at', 'timestamptz', (column) => column.notNull())
    .addColumn('first_time_zone', 'text', (column) => column.notNull())
    .addColumn('last_at', 'timestamptz', (column) => column.notNull())
    .addColumn('last_time_zone', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('study_days_pkey', ['user_id', 'day'])
    .execute()
  await sql`
    insert into study_days
    select
      user_id, day, min(completed_at), (array_agg(time_zone order by completed_at, time_zone collate "C"))[1],
      max(completed_at), (array_agg(time_zone order by completed_at desc, time_zone collate "C" desc))[1]
    from study_sessions where completed_at is not null
    group by user_id, day`.execute(db)

  // What earlier days earned is booked with the next session, which compares the whole ledger with the whole streak.
  await ofLearner(db, 'streak_freezes')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('day', 'date', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('streak_freezes_pkey', ['user_id', 'source'])
    .addCheckConstraint(
      'streak_freezes_amount',
      sql`amount = case when event in ('earned', 'returned') then 1 when event in ('spent', 'withdrawn') then -1 end`
    )
    .execute()

  await ofLearner(db, 'daily_goals')
    .addColumn('since', 'date', (column) => column.notNull())
    .addColumn('xp', 'integer', (column) => column.notNull())
    .addColumn('set_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('daily_goals_pkey', ['user_id', 'since'])
    .execute()
  await sql`
    insert into daily_goals
    select id, (created_at at time zone 'UTC')::date, daily_goal, created_at from users where daily_goal <> 20`.execute(
    db
  )

  // The XP of a day, of a range of days and in all, without a look into the table.
  await sql`create index xp_entries_day on xp_entries (user_id, day) include (amount)`.execute(db)

  await sql`create index study_sessions_day on study_sessions (user_id, day, course_id) where day is not null`.execute(
    db
  )

  // Which answers are not in the statistics yet. What is there already counts, too.
  await db.schema
    .alterTable('answers')
    .addColumn('counted', 'boolean', (column) => column.notNull().defaultTo(false))
    .execute()
  await sql`create index answers_uncounted on answers (user_id) where not counted`.execute(db)

  await ofLearner(db, 'learner_statistics')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('answers', 'integer', (column) => column.notNull())
    .addColumn('correct', 'integer', (column) => column.notNull())
    .addColumn('duration_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('learner_statistics_pkey', ['user_id', 'course_id', 'kind'])
    .execute()

  // Measured anew from the log of reviews, from time to time, for who has answered since.
  await ofLearner(db, 'learner_retention')
    .addColumn('reviews', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('recalled', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('predicted', 'double precision', (column) => column.notNull().defaultTo(0))
    .addColumn('changes', 'integer', (column) => column.notNull())
    .addColumn('measured', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_measure_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('learner_retention_pkey', ['user_id'])
    .execute()
  await sql`create index learner_retention_due on learner_retention (next_measure_at) where changes > measured`.execute(
    db
  )

  await ofItem(db, 'item_statistics')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('wrong', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_statistics_pkey', ['course_id', 'item_id'])
    .execute()
  await db.schema
    .createIndex('item_statistics_wrong')
    .on('item_statistics')
    .columns(['course_id', 'wrong desc', 'item_id desc'])
    .execute()

  await ofItem(db, 'item_wrong_answers')
    .addColumn('group_id', 'uuid', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('times', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_wrong_answers_pkey', ['course_id', 'item_id', 'group_id'])
    .execute()
  await db.schema
    .createIndex('item_wrong_answers_times')
    .on('item_wrong_answers')
    .columns(['course_id', 'item_id', 'times desc', 'group_id'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['item_wrong_answers', 'item_statistics', 'learner_retention', 'learner_statistics']) {
    await db.schema.dropTable(table).execute()
  }
  await db.schema.alterTable('answers').dropColumn('counted').execute()
  for (const index of ['study_sessions_day', 'xp_entries_day']) await db.schema.dropIndex(index).execute()
  for (const table of ['daily_goals', 'streak_freezes', 'study_days']) await db.schema.dropTable(table).execute()
}

const ofLearner = (db: Kysely<unknown>, name: string) =>
  db.schema
    .createTable(name)
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))

const ofItem = (db: Kysely<unknown>, name: string) =>
  db.schema
    .createTable(name)
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id').onDelete('cascade'))
    .addColumn('item_id', 'uuid', (column) => column.notNull())
