import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import type { ExerciseKey } from '../exercises/schemas.ts'
import { answerKey } from './answer-key.ts'
import { DAYS_KEPT, type PackedSession } from './schemas.ts'

/** The packed sessions of a learner in a course that are still to be done and good, the oldest first; at most `limit`. */
export async function findOpenSessions(
  db: Db,
  userId: string,
  courseId: string,
  now: Temporal.Instant,
  limit: number
): Promise<PackedSession[]> {
  const rows = await selectOpen(db, userId, courseId, goodSince(now), limit)
  return rows.map(({ exercises, verdicts, timeZone, packedAt, ...row }) => ({
    ...row,
    timeZone: timeZone!,
    expiresAt: Temporal.Instant.from(packedAt!)
      .add({ hours: 24 * DAYS_KEPT })
      .toString(),
    exercises: exercises.map(({ exercise, key }) => ({
      exercise,
      key: answerKey(key as ExerciseKey)
    })),
    verdicts: verdicts.map(({ number, verdict }) => ({ exercise: number, ...(verdict as object) }))
  })) as PackedSession[]
}

/** Sessions that were packed after this instant are good still. Those of one millisecond, as a pack's are, end together. */
export const goodSince = (now: Temporal.Instant): string =>
  now
    .round({ smallestUnit: 'millisecond', roundingMode: 'floor' })
    .subtract({ hours: 24 * DAYS_KEPT })
    .add({ microseconds: 999 })
    .toString()

const selectOpen = compiled((db, userId: string, courseId: string, since: string, limit: number) =>
  db
    .selectFrom('study_sessions as session')
    .innerJoin('courses', 'courses.id', 'session.course_id')
    .leftJoin('skills', 'skills.id', 'session.skill_id')
    .select(['session.id', 'courses.slug as course', 'skills.slug as skill', 'session.kind'])
    .select(['session.packed_time_zone as timeZone', 'session.created_at as createdAt'])
    .select('session.packed_at as packedAt')
    .select((session) => [
      jsonArrayFrom(
        session
          .selectFrom('study_exercises as exercise')
          .select(['exercise.exercise', 'exercise.key'])
          .whereRef('exercise.user_id', '=', 'session.user_id')
          .whereRef('exercise.session_id', '=', 'session.id')
          .orderBy('exercise.number')
      ).as('exercises'),
      jsonArrayFrom(
        session
          .selectFrom('answers')
          .select(['answers.number', 'answers.verdict'])
          .whereRef('answers.user_id', '=', 'session.user_id')
          .whereRef('answers.session_id', '=', 'session.id')
          .orderBy('answers.number')
      ).as('verdicts')
    ])
    .where('session.user_id', '=', userId)
    .where('session.course_id', '=', courseId)
    .where('session.completed_at', 'is', null)
    .where('session.packed_at', '>', sql<string>`${since}::timestamptz`)
    .orderBy('session.packed_at')
    .orderBy('session.id')
    .limit(limit)
)
