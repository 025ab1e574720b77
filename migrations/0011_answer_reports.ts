import { type Kysely, sql } from 'kysely'

/** Answers that learners want accepted, what authors make of them, and what learners are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Wrong answers that say the same, to an item in one direction. The id is made of these, so that nobody looks it up.
  await db.schema
    .createTable('answer_groups')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('course_id', 'uuid', (column) => column.notNull().references('courses.id').onDelete('cascade'))
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('learners', 'integer', (column) => column.notNull())
    .addColumn('first_reported_at', 'timestamptz', (column) => column.notNull())
    .addColumn('last_reported_at', 'timestamptz', (column) => column.notNull())
    .addColumn('decided_at', 'timestamptz')
    .addCheckConstraint('answer_groups_side', sql`side in ('target', 'source')`)
    .addCheckConstraint('answer_groups_state', states)
    .execute()
  await db.schema
    .createIndex('answer_groups_course')
    .on('answer_groups')
    .columns(['course_id', 'state', 'learners desc', 'id desc'])
    .execute()

  await ofLearner(db, 'answer_reports')
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('group_id', 'uuid', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('comment', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('decided_at', 'timestamptz')
    .addPrimaryKeyConstraint('answer_reports_pkey', ['user_id', 'session_id', 'number'])
    .addUniqueConstraint('answer_reports_id', ['user_id', 'id'])
    .addCheckConstraint('answer_reports_state', states)
    .execute()
  await db.schema.createIndex('answer_reports_group').on('answer_reports').columns(['group_id', 'id']).execute()

  // The attempts that a decision concerns, of all learners.
  await db.schema.alterTable('answers').addColumn('group_id', 'uuid').execute()
  await db.schema
    .createIndex('answers_group')
    .on('answers')
    .columns(['group_id', 'user_id'])
    .where(sql.ref('group_id'), 'is not', null)
    .execute()

  await db.schema
    .createTable('rejudgings')
    .addColumn('group_id', 'uuid', (column) => column.primaryKey().references('answer_groups.id').onDelete('cascade'))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute()
  await db.schema.createIndex('rejudgings_due').on('rejudgings').column('next_attempt_at').execute()

  // By which the XP of a session that is corrected later was, and is, worked out.
  await db.schema.alterTable('study_sessions').addColumn('repetition', 'integer').execute()
  await sql`
    update study_sessions as session set repetition = earlier.sessions
    from (
      select user_id, id, row_number() over (
        partition by user_id, course_id, skill_id, day order by completed_at, id
      ) - 1 as sessions
      from study_sessions where completed_at is not null
    ) as earlier
    where session.user_id = earlier.user_id and session.id = earlier.id`.execute(db)

  await ofLearner(db, 'notifications')
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'jsonb', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('read_at', 'timestamptz')
    .addPrimaryKeyConstraint('notifications_pkey', ['user_id', 'id'])
    .execute()
  await db.schema
    .createIndex('notifications_unread')
    .on('notifications')
    .column('user_id')
    .where(sql.ref('read_at'), 'is', null)
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('study_sessions').dropColumn('repetition').execute()
  await db.schema.alterTable('answers').dropColumn('group_id').execute()
  const tables = ['notifications', 'rejudgings', 'answer_reports', 'answer_groups']
  for (const table of tables) await db.schema.dropTable(table).execute()
}

const states = sql`state in ('open', 'accepted', 'declined')`

const ofLearner = (db: Kysely<unknown>, name: string) =>
  db.schema
    .createTable(name)
    .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
