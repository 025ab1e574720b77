import { type Static, Type } from '@sinclair/typebox'
import { CourseSlug } from '../courses/schemas.ts'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'

export const Enrollment = Type.Object(
  {
    course: CourseSlug,
    enrolledAt: Type.String({ format: 'date-time' })
  },
  { title: 'Enrollment' }
)
export type Enrollment = Static<typeof Enrollment>

/** Enrols a learner, once: a repetition gives the first enrolment. `undefined` where there is no such course. */
export async function enroll(db: Db, userId: string, course: string): Promise<Enrollment | undefined> {
  await db
    .insertInto('enrollments')
    .columns(['user_id', 'course_id'])
    .expression((query) =>
      query
        .selectFrom('courses')
        .select((row) => [row.val(userId).$castTo<string>().as('user_id'), 'id'])
        .where('slug', '=', course)
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await selectEnrollment(db, userId, course))[0]
}

/** Ends an enrolment, if there is one; progress stays. */
export async function unenroll(db: Db, userId: string, courseId: string): Promise<void> {
  await db.deleteFrom('enrollments').where('user_id', '=', userId).where('course_id', '=', courseId).execute()
}

/** A learner's enrolments in order of their courses' slugs, after `after`; `limit + 1` of them. */
export const listEnrollments = (db: Db, userId: string, after: string | undefined, limit: number) =>
  selectEnrollments(db, userId, after ?? '', limit + 1)

const selectEnrollment = compiled((db, userId: string, course: string) =>
  enrollmentsOf(db, userId).where('courses.slug', '=', course)
)

const selectEnrollments = compiled((db, userId: string, after: string, limit: number) =>
  enrollmentsOf(db, userId).where('courses.slug', '>', after).orderBy('courses.slug').limit(limit)
)

const enrollmentsOf = (db: Db, userId: string) =>
  db
    .selectFrom('enrollments')
    .innerJoin('courses', 'courses.id', 'enrollments.course_id')
    .select(['courses.slug as course', 'enrollments.enrolled_at as enrolledAt'])
    .where('enrollments.user_id', '=', userId)
