import { type Static, Type } from '@sinclair/typebox'
import type { AccessToken } from '../accounts/tokens.ts'
import { courseId } from '../courses/identity.ts'
import type { Db } from '../database/database.ts'
import { NotFound } from '../http/problem.ts'
import { Uuid } from '../http/schema.ts'

export const Collaborator = Type.Object(
  { id: Uuid(), displayName: Type.String({ examples: ['Ada'] }), addedAt: Type.String({ format: 'date-time' }) },
  { title: 'Collaborator' }
)
export type Collaborator = Static<typeof Collaborator>

/** A course that is not there, or not this author's to change. */
export const noCourse = (slug: string): NotFound => new NotFound(`You are no author of a course ${slug}`)

/** Whether somebody may work on a course: its collaborators may while they are authors, and administrators on every one that is there. */
export async function mayAuthor(db: Db, user: Pick<AccessToken, 'sub' | 'role'>, slug: string): Promise<boolean> {
  if (user.role === 'learner') return false
  const id = courseId(slug)
  const of =
    user.role === 'admin'
      ? db.selectFrom('course_revisions').select('course_id').where('course_id', '=', id).limit(1)
      : db.selectFrom('collaborators').select('course_id').where('user_id', '=', user.sub).where('course_id', '=', id)
  return (await of.executeTakeFirst()) !== undefined
}

/** Throws `NotFound` where somebody may not work on a course. */
export async function requireAuthor(db: Db, user: Pick<AccessToken, 'sub' | 'role'>, slug: string): Promise<void> {
  if (!(await mayAuthor(db, user, slug))) throw noCourse(slug)
}

/** Those who work on a course, the first 100. */
export function listCollaborators(db: Db, slug: string): Promise<Collaborator[]> {
  return db
    .selectFrom('collaborators')
    .innerJoin('users', 'users.id', 'collaborators.user_id')
    .select(['users.id', 'users.display_name as displayName', 'collaborators.added_at as addedAt'])
    .where('course_id', '=', courseId(slug))
    .orderBy('collaborators.added_at')
    .limit(100)
    .execute()
}

/** Lets somebody work on a course; again changes nothing. Throws `NotFound` where there is no such author. */
export async function addCollaborator(db: Db, slug: string, userId: string, now: Temporal.Instant): Promise<void> {
  const author = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('role', 'in', ['author', 'admin'])
    .executeTakeFirst()
  if (!author) throw new NotFound(`There is no author ${userId}`)
  await db
    .insertInto('collaborators')
    .values({ course_id: courseId(slug), user_id: userId, added_at: now.toString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Ends somebody's work on a course; somebody who was none changes nothing. */
export async function removeCollaborator(db: Db, slug: string, userId: string): Promise<void> {
  await db.deleteFrom('collaborators').where('user_id', '=', userId).where('course_id', '=', courseId(slug)).execute()
}
