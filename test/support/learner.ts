import { v7 as uuidv7 } from 'uuid'
import type { User } from '../../src/accounts/schemas.ts'
import { createUser } from '../../src/accounts/users.ts'
import type { Db } from '../../src/database/database.ts'
import { enroll } from '../../src/learning/enrollments.ts'

/** The slug of the course that every test database has. */
export const DEMONSTRATION = 'italian-from-english'

/** A learner who studies the demonstration course and others, and cannot sign in. */
export async function newLearner(db: Db, { timeZone = 'UTC', courses = [] as string[] } = {}): Promise<User> {
  const user = await createUser(db, { email: `${uuidv7()}@example.org`, displayName: 'Ada', timeZone }, 'no hash')
  for (const course of [DEMONSTRATION, ...courses]) await enroll(db, user.id, course)
  return user
}
