import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { StudySession, Summary } from './study-session.ts'

/** A learner's study session as far as it has come, or `undefined`; another learner's is as none. */
export async function findStudySession(db: Db, userId: string, id: string): Promise<StudySession | undefined> {
  const [row] = await selectSession(db, userId, id)
  if (!row) return undefined
  const { course, skill, kind, createdAt, exercises, verdicts } = row
  return {
    id: row.id,
    course,
    skill,
    kind,
    createdAt,
    exercises: exercises.map(({ exercise }) => exercise),
    verdicts: verdicts.map(({ number, verdict }) => ({ exercise: number, ...(verdict as object) })),
    summary: summaryOf(row)
  } as StudySession
}

/** The columns of a session that make up its summary; all null until it is completed. */
export const summaryColumns = [
  'study_sessions.completed_at as completedAt',
  'study_sessions.day',
  'study_sessions.correct',
  'study_sessions.wrong',
  'study_sessions.xp'
] as const

type SummaryRow = {
  completedAt: string | null
  day: string | null
  correct: number | null
  wrong: number | null
  xp: number | null
}

/** The summary of a completed session; null of one that is still open. */
export function summaryOf({ completedAt, day, correct, wrong, xp }: SummaryRow): Summary | null {
  if (completedAt === null || day === null || correct === null || wrong === null || xp === null) return null
  return { correct, wrong, accuracy: Math.round((correct / (correct + wrong)) * 100) / 100, xp, day, completedAt }
}

const selectSession = compiled((db, userId: string, id: string) =>
  db
    .selectFrom('study_sessions')
    .innerJoin('courses', 'courses.id', 'study_sessions.course_id')
    .innerJoin('skills', 'skills.id', 'study_sessions.skill_id')
    .select(['study_sessions.id', 'courses.slug as course', 'skills.slug as skill', 'study_sessions.kind'])
    .select('study_sessions.created_at as createdAt')
    .select(summaryColumns)
    .select((session) => [
      jsonArrayFrom(
        session
          .selectFrom('study_exercises')
          .select('exercise')
          .where('user_id', '=', userId)
          .where('session_id', '=', id)
          .orderBy('number')
      ).as('exercises'),
      jsonArrayFrom(
        session
          .selectFrom('answers')
          .select(['number', 'verdict'])
          .where('user_id', '=', userId)
          .where('session_id', '=', id)
          .orderBy('number')
      ).as('verdicts')
    ])
    .where('study_sessions.user_id', '=', userId)
    .where('study_sessions.id', '=', id)
)

/** What a new session of a skill is made from, read in one go; `undefined` where there is no such skill. */
export async function findLesson(db: Db, userId: string, course: string, skill: string) {
  return (await selectLesson(db, userId, course, skill))[0]
}

const selectLesson = compiled((db, userId: string, course: string, skill: string) =>
  db
    .selectFrom('courses')
    .innerJoin('skills', 'skills.course_id', 'courses.id')
    .leftJoin('enrollments', (join) =>
      join.onRef('enrollments.course_id', '=', 'courses.id').on('enrollments.user_id', '=', userId)
    )
    .select(['courses.id as courseId', 'skills.id as skillId', 'skills.position'])
    .select(['courses.target_code as target', 'courses.source_code as source', 'courses.accents'])
    .select(sql<boolean>`enrollments.user_id is not null`.as('enrolled'))
    .where('courses.slug', '=', course)
    .where('skills.slug', '=', skill)
    .where('skills.retired', '=', sql.lit(false))
)

const itemColumns = [
  'items.id',
  'items.skill_id as skillId',
  'items.kind',
  'items.target',
  'items.source',
  'items.images',
  'items.audio'
] as const

/** The items of a skill, those never seen first, then those answered right the fewest times in a row. */
export const selectSkillItems = compiled((db, userId: string, courseId: string, skillId: string) =>
  db
    .selectFrom('items')
    .leftJoin('item_progress', (join) =>
      join
        .onRef('item_progress.item_id', '=', 'items.id')
        .on('item_progress.user_id', '=', userId)
        .on('item_progress.course_id', '=', courseId)
    )
    .select(itemColumns)
    .select('item_progress.in_a_row as inARow')
    .where('items.skill_id', '=', skillId)
    .where('items.retired', '=', sql.lit(false))
    .orderBy(sql`item_progress.in_a_row nulls first`)
    .orderBy('items.position')
    .limit(500)
)

/** Items of the skills around a place in the course: what a learner has just met, or is about to. */
export const selectNearbyItems = compiled((db, courseId: string, first: number, last: number) =>
  db
    .selectFrom('skills')
    .innerJoin('items', 'items.skill_id', 'skills.id')
    .select(itemColumns)
    .select('skills.position as place')
    .where('skills.course_id', '=', courseId)
    .where('skills.retired', '=', sql.lit(false))
    .where(sql<boolean>`skills.position between ${first} and ${last}`)
    .where('items.retired', '=', sql.lit(false))
    .orderBy('skills.position', 'desc')
    .orderBy('items.position')
    .limit(400)
)

/** Items of the whole course that one of these prompts, of either side, can stand for. */
export const selectItemsSharingPrompts = compiled((db, courseId: string, targets: string[], sources: string[]) =>
  db
    .selectFrom('items')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .select(itemColumns)
    .select('skills.position as place')
    .where('items.course_id', '=', courseId)
    .where('items.retired', '=', sql.lit(false))
    .where(sql<boolean>`items.target_prompts && ${targets}::text[]`)
    .unionAll((query) =>
      query
        .selectFrom('items')
        .innerJoin('skills', 'skills.id', 'items.skill_id')
        .select(itemColumns)
        .select('skills.position as place')
        .where('items.course_id', '=', courseId)
        .where('items.retired', '=', sql.lit(false))
        .where(sql<boolean>`items.source_prompts && ${sources}::text[]`)
    )
    .orderBy('id')
    .limit(400)
)

/** The course's words that resemble these folded tokens of one side. */
export const selectLookalikes = compiled((db, courseId: string, side: string, tokens: string[]) =>
  db
    .selectFrom('lookalikes')
    .select(['token', 'others'])
    .where('course_id', '=', courseId)
    .where('side', '=', side)
    .where('token', '=', sql<string>`any(${tokens})`)
)
