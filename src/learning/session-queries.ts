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
    .leftJoin('skills', 'skills.id', 'study_sessions.skill_id')
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
