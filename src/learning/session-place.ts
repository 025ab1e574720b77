import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import type { NewStudySession } from './study-session.ts'

/** A lesson without a skill, or a review of one. */
export class SkillMismatch extends Error {
  override readonly name = 'SkillMismatch'
  readonly statusCode = 422
}

/** Where a session is to be made, and for whom. */
export interface SessionPlace {
  courseId: string
  accents: string
  target: string
  source: string
  /** Both null for a session of the whole course. */
  skillId: string | null
  position: number | null
  timeZone: string
  dayStartHour: number
  retention: number
  parameters: number[] | null
}

/**
 * Where a session that is wanted is to be made. Throws `NotFound` where there is no such course or skill, `SkillMismatch`
 * where its kind has one too many or too few, and `Conflict` where the learner is not enrolled.
 */
export async function findSessionPlace(
  db: Db,
  userId: string,
  { course, kind, skill }: NewStudySession
): Promise<SessionPlace> {
  if (kind === 'lesson' && skill === undefined) throw new SkillMismatch('A lesson is of one skill: say of which')
  if (kind === 'review' && skill !== undefined) {
    throw new SkillMismatch('A review is of the whole course: leave out the skill')
  }
  const [place] = await selectPlace(db, userId, course, skill ?? null)
  if (!place) throw new NotFound(`No course ${course}`)
  if (skill !== undefined && place.skillId === null) throw new NotFound(`No skill ${skill} in the course ${course}`)
  if (!place.enrolled) throw new Conflict(`You are not enrolled in it: PUT /v1/me/enrollments/${course} first`)
  return place
}

const selectPlace = compiled((db, userId: string, course: string, skill: string | null) =>
  db
    .selectFrom('courses')
    .innerJoin('users', (join) => join.on('users.id', '=', userId))
    .leftJoin('fsrs_parameters', 'fsrs_parameters.user_id', 'users.id')
    .leftJoin('skills', (join) =>
      join
        .onRef('skills.course_id', '=', 'courses.id')
        .on('skills.slug', '=', skill)
        .on('skills.retired', '=', sql.lit(false))
    )
    .leftJoin('enrollments', (join) =>
      join.onRef('enrollments.course_id', '=', 'courses.id').on('enrollments.user_id', '=', userId)
    )
    .select(['courses.id as courseId', 'courses.target_code as target', 'courses.source_code as source'])
    .select(['courses.accents', 'skills.id as skillId', 'skills.position'])
    .select(['users.time_zone as timeZone', 'users.day_start_hour as dayStartHour'])
    .select(['users.desired_retention as retention', 'fsrs_parameters.weights as parameters'])
    .select(sql<boolean>`enrollments.user_id is not null`.as('enrolled'))
    .where('courses.slug', '=', course)
)
