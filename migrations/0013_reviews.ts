import { type Kysely, sql } from 'kysely'

/** What FSRS knows of each learner's memory, and the log of reviews that it follows from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const ofLearner = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
  const direction = sql`direction in ('toTarget', 'toSource')`

  await ofLearner('cards')
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('stability', 'double precision', (column) => column.notNull())
    .addColumn('difficulty', 'double precision', (column) => column.notNull())
    .addColumn('due', 'timestamptz', (column) => column.notNull())
    .addColumn('last_review_at', 'timestamptz', (column) => column.notNull())
    .addColumn('last_review_day', 'date', (column) => column.notNull())
    .addColumn('reps', 'integer', (column) => column.notNull())
    .addColumn('lapses', 'integer', (column) => column.notNull())
    // For which desired retention `due` was worked out.
    .addColumn('retention', 'double precision', (column) => column.notNull())
    // Counts every change, so that nobody overwrites one that they have not seen.
    .addColumn('version', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('cards_pkey', ['user_id', 'course_id', 'item_id', 'direction'])
    .addCheckConstraint('cards_direction', direction)
    .addCheckConstraint('cards_state', sql`state in ('learning', 'review', 'relearning')`)
    .execute()
  await db.schema.createIndex('cards_due').on('cards').columns(['user_id', 'course_id', 'due']).execute()

  // Only ever appended to: where a rating turns out to be wrong, a row with the next correction replaces it.
  await ofLearner('reviews')
    .addColumn('session_id', 'uuid', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('item_id', 'uuid', (column) => column.notNull())
    .addColumn('correction', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('course_id', 'uuid', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('rating', 'smallint', (column) => column.notNull())
    .addColumn('reviewed_at', 'timestamptz', (column) => column.notNull())
    .addColumn('day', 'date', (column) => column.notNull())
    .addColumn('duration_ms', 'integer')
    .addPrimaryKeyConstraint('reviews_pkey', ['user_id', 'session_id', 'number', 'item_id', 'correction'])
    .addCheckConstraint('reviews_direction', direction)
    .addCheckConstraint('reviews_rating', sql`rating between 1 and 4`)
    .execute()
  await db.schema
    .createIndex('reviews_card')
    .on('reviews')
    .columns(['user_id', 'course_id', 'item_id', 'direction'])
    .execute()

  await ofLearner('fsrs_parameters')
    .addColumn('weights', sql`double precision[]`, (column) => column.notNull())
    .addColumn('reviews', 'integer', (column) => column.notNull())
    .addColumn('fitted_at', 'timestamptz', (column) => column.notNull())
    // On reviews that the fitting did not see: of these weights, and of those that were in use before.
    .addColumn('log_loss', 'double precision', (column) => column.notNull())
    .addColumn('log_loss_before', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('fsrs_parameters_pkey', ['user_id'])
    .execute()

  await db.schema
    .alterTable('users')
    .addColumn('desired_retention', 'double precision', (column) => column.notNull().defaultTo(0.9))
    // Counts what makes all cards of a learner anew, so that no answer is scheduled by what held before.
    .addColumn('cards_epoch', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('users')
    .addCheckConstraint('users_desired_retention', sql`desired_retention between 0.7 and 0.97`)
    .execute()

  await db.schema
    .alterTable('study_sessions')
    .alterColumn('skill_id', (column) => column.dropNotNull())
    .execute()

  await db.schema.alterTable('study_exercises').addColumn('direction', 'text').execute()
  await sql`
    update study_exercises set direction = case exercise->>'kind'
      when 'match' then 'toSource' when 'fill' then 'toTarget' when 'listen' then 'toTarget'
      else exercise->>'direction'
    end`.execute(db)
  await db.schema
    .alterTable('study_exercises')
    .alterColumn('direction', (column) => column.setNotNull())
    .execute()
  await db.schema.alterTable('study_exercises').addCheckConstraint('study_exercises_direction', direction).execute()

  await db.schema
    .alterTable('answers')
    .addColumn('day', 'date')
    .addColumn('time_zone', 'text')
    .addColumn('duration_ms', 'integer')
    .execute()
  await sql`
    update answers set
      time_zone = users.time_zone,
      day = ((answered_at - make_interval(hours => users.day_start_hour)) at time zone users.time_zone)::date
    from users where users.id = answers.user_id`.execute(db)
  await db.schema
    .alterTable('answers')
    .alterColumn('day', (column) => column.setNotNull())
    .alterColumn('time_zone', (column) => column.setNotNull())
    .execute()

  // The log of what was answered so far; the cards follow from it by `npm run reviews:rebuild`.
  await sql`
    insert into reviews (user_id, session_id, number, item_id, course_id, direction, rating, reviewed_at, day)
    select
      answers.user_id, answers.session_id, answers.number, item.id, session.course_id, exercise.direction,
      case
        when exercise.exercise->>'kind' = 'match'
          then case when answers.verdict->'diff'->(item.place::int - 1)->>'kind' = 'equal' then 3 else 1 end
        when not answers.correct then 1
        when answers.verdict->'notes' ? 'typo' then 2
        else 3
      end,
      answers.answered_at, answers.day
    from answers
    join study_exercises as exercise using (user_id, session_id, number)
    join study_sessions as session on session.user_id = answers.user_id and session.id = answers.session_id
    cross join unnest(exercise.item_ids) with ordinality as item(id, place)`.execute(db)
}

/** Sessions of a whole course go with it: the tables before knew none. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from answers using study_sessions as session
    where session.user_id = answers.user_id and session.id = answers.session_id and session.skill_id is null`.execute(
    db
  )
  await sql`
    delete from study_exercises using study_sessions as session
    where session.user_id = study_exercises.user_id and session.id = study_exercises.session_id
      and session.skill_id is null`.execute(db)
  await sql`delete from study_sessions where skill_id is null`.execute(db)
  await db.schema
    .alterTable('study_sessions')
    .alterColumn('skill_id', (column) => column.setNotNull())
    .execute()
  const columns = {
    answers: ['day', 'time_zone', 'duration_ms'],
    study_exercises: ['direction'],
    users: ['desired_retention', 'cards_epoch']
  }
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) await db.schema.alterTable(table).dropColumn(name).execute()
  }
  for (const table of ['fsrs_parameters', 'reviews', 'cards']) await db.schema.dropTable(table).execute()
}
