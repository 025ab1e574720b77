import type { Db } from '../../database/database.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'

/** What a learner's cards are scheduled by: the retention that they wish for, and parameters if some were fitted. */
export async function findReviewSettings(db: Db, userId: string): Promise<ReviewSettings | undefined> {
  const row = await db
    .selectFrom('users')
    .leftJoin('fsrs_parameters', 'fsrs_parameters.user_id', 'users.id')
    .select(['users.desired_retention as retention', 'fsrs_parameters.weights as parameters'])
    .where('users.id', '=', userId)
    .executeTakeFirst()
  return row
}
