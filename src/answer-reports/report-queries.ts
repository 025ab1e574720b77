import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { AnswerReport } from './schemas.ts'

/** A learner's reports before the one with the id `before`, the latest first; `limit + 1` of them. */
export const listReports = (db: Db, userId: string, before: string | undefined, limit: number) =>
  selectReports(db, userId, before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit + 1) as Promise<
    (AnswerReport & { id: string })[]
  >

const reportsOf = (db: Db, userId: string) =>
  db
    .selectFrom('answer_reports')
    .innerJoin('study_sessions', (join) =>
      join
        .onRef('study_sessions.user_id', '=', 'answer_reports.user_id')
        .onRef('study_sessions.id', '=', 'answer_reports.session_id')
    )
    .innerJoin('courses', 'courses.id', 'study_sessions.course_id')
    .select(['answer_reports.session_id as session', 'answer_reports.number as exercise', 'courses.slug as course'])
    .select(['answer_reports.answer', 'answer_reports.comment', 'answer_reports.state'])
    .select(['answer_reports.created_at as createdAt', 'answer_reports.decided_at as decidedAt'])
    .where('answer_reports.user_id', '=', userId)

const selectReports = compiled((db, userId: string, before: string, limit: number) =>
  reportsOf(db, userId)
    .select('answer_reports.id')
    .where('answer_reports.id', '<', before)
    .orderBy('answer_reports.id', 'desc')
    .limit(limit)
)

/** A learner's report of an exercise, or `undefined`. */
export const findReport = async (db: Db, userId: string, session: string, exercise: number) =>
  (await selectReport(db, userId, session, exercise))[0] as AnswerReport | undefined

const selectReport = compiled((db, userId: string, session: string, exercise: number) =>
  reportsOf(db, userId).where('answer_reports.session_id', '=', session).where('answer_reports.number', '=', exercise)
)

/** What a learner was asked in an exercise, and what they answered, if they have. */
export const selectAttempt = compiled((db, userId: string, session: string, exercise: number) =>
  db
    .selectFrom('study_exercises')
    .innerJoin('study_sessions', (join) =>
      join
        .onRef('study_sessions.user_id', '=', 'study_exercises.user_id')
        .onRef('study_sessions.id', '=', 'study_exercises.session_id')
    )
    .leftJoin('answers', (join) =>
      join
        .onRef('answers.user_id', '=', 'study_exercises.user_id')
        .onRef('answers.session_id', '=', 'study_exercises.session_id')
        .onRef('answers.number', '=', 'study_exercises.number')
    )
    .select(['study_sessions.course_id as courseId', 'study_exercises.item_ids as itemIds'])
    .select(['study_exercises.exercise', 'study_exercises.key', 'answers.answer', 'answers.correct'])
    .where('study_exercises.user_id', '=', userId)
    .where('study_exercises.session_id', '=', session)
    .where('study_exercises.number', '=', exercise)
)

/**
 * One statement, so that a learner is counted once; a row comes back if the report was the first. An answer from before groups
 * were kept gets its group here.
 */
export const insertReport = compiled(
  (
    _db,
    userId: string,
    session: string,
    exercise: number,
    id: string,
    answer: string,
    comment: string | null,
    courseId: string,
    groupId: string,
    itemId: string,
    side: string,
    form: string,
    now: string
  ) => sql<{ number: number }>`
    with reported as (
      insert into answer_reports (user_id, session_id, number, id, group_id, answer, comment, state, created_at)
      values (
        ${userId}, ${session}, ${exercise}, ${id}::uuid, ${groupId}::uuid, ${answer}, ${comment}, 'open',
        ${now}::timestamptz
      )
      on conflict do nothing
      returning number
    ), grouped as (
      insert into answer_groups as g (
        id, course_id, item_id, side, answer, state, learners, first_reported_at, last_reported_at
      )
      select ${groupId}::uuid, ${courseId}::uuid, ${itemId}::uuid, ${side}, ${form}, 'open', 1, ${now}::timestamptz,
        ${now}::timestamptz
      from reported
      on conflict (id) do update set
        state = 'open', decided_at = null, last_reported_at = excluded.last_reported_at,
        learners = g.learners + case when exists (
          select from answer_reports as earlier
          where earlier.user_id = ${userId} and earlier.group_id = ${groupId}::uuid
        ) then 0 else 1 end
    ), marked as (
      update answers set group_id = ${groupId}::uuid
      from reported
      where answers.user_id = ${userId} and answers.session_id = ${session} and answers.number = ${exercise}
        and not answers.correct and answers.group_id is null
    )
    select number from reported`
)
