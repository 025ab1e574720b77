import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { testedDirection } from './exercises/direction.ts'
import type { PlannedExercise } from './exercises/plan.ts'
import type { SessionPlace } from './session-place.ts'
import type { NewStudySession } from './study-session.ts'

/**
 * Records a planned session with its exercises, in one statement. Gives when it was made, an instant in ISO 8601, or
 * `undefined` where the learner has a session of that id.
 */
export async function recordSession(
  db: Db,
  userId: string,
  id: string,
  { courseId, skillId }: SessionPlace,
  { kind, size }: NewStudySession,
  planned: readonly PlannedExercise[],
  now: Temporal.Instant
): Promise<string | undefined> {
  const rows = planned.map(({ exercise, key, itemIds }) => ({
    number: exercise.id,
    exercise,
    key,
    item_ids: itemIds,
    direction: testedDirection(exercise)
  }))
  const [recorded] = await insertSession(
    db,
    userId,
    id,
    courseId,
    skillId,
    kind,
    size,
    now.toString(),
    JSON.stringify(rows)
  )
  return recorded?.createdAt
}

const insertSession = compiled(
  (
    _db,
    userId: string,
    id: string,
    courseId: string,
    skillId: string | null,
    kind: string,
    size: number,
    now: string,
    planned: string
  ) => sql<{ createdAt: string }>`
    with session as (
      insert into study_sessions (user_id, id, course_id, skill_id, kind, size, created_at)
      values (${userId}, ${id}, ${courseId}, ${skillId}, ${kind}, ${size}, ${now})
      on conflict do nothing
      returning user_id, id, created_at
    ), exercises as (
      insert into study_exercises (user_id, session_id, number, exercise, key, item_ids, direction)
      select session.user_id, session.id, planned.*
      from session, json_to_recordset(${planned}::json) as planned(
        number integer, exercise jsonb, key jsonb, item_ids uuid[], direction text
      )
    )
    select created_at as "createdAt" from session`
)
