import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import type { AccessToken } from '../accounts/tokens.ts'
import { CourseSlug } from '../courses/schemas.ts'
import type { Db } from '../database/database.ts'
import { Nullable } from '../http/schema.ts'

/** A course as the list of an author's courses shows it. */
export const AuthoredCourse = Type.Object(
  {
    slug: CourseSlug,
    published: Nullable(Type.Integer({ description: 'Number of the revision that learners get', examples: [3] })),
    draft: Type.Boolean({ description: 'Whether there are changes that are not published' }),
    updatedAt: Type.String({ format: 'date-time' })
  },
  { title: 'AuthoredCourse' }
)
export type AuthoredCourse = Static<typeof AuthoredCourse>

/** The courses that somebody works on (an administrator: all), in order of their slugs, after `after`; `limit + 1` of them. */
export function listAuthoredCourses(
  db: Db,
  { sub, role }: Pick<AccessToken, 'sub' | 'role'>,
  after: string | undefined,
  limit: number
): Promise<AuthoredCourse[]> {
  const revisions = db
    .selectFrom('course_revisions')
    .select((row) => [
      'slug',
      row.fn.max('number').as('published'),
      sql<boolean>`bool_or(number is null)`.as('draft'),
      row.fn.max('updated_at').as('updatedAt')
    ])
    .where('slug', '>', after ?? '')
    .groupBy('slug')
    .orderBy('slug')
    .limit(limit + 1)
  const visible =
    role === 'admin'
      ? revisions
      : revisions.where('course_id', 'in', (own) =>
          own.selectFrom('collaborators').select('course_id').where('user_id', '=', sub)
        )
  return visible.execute() as Promise<AuthoredCourse[]>
}
