import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'

/** What a learner's cards are scheduled by, and where their days begin. */
export interface Learner extends ReviewSettings {
  timeZone: string
  dayStartHour: number
}

/** The learner of that id, or `undefined`. */
export const findLearner = async (db: Db, userId: string): Promise<Learner | undefined> =>
  (await selectLearner(db, userId))[0]

const selectLearner = compiled((db, userId: string) =>
  db
    .selectFrom('users')
    .leftJoin('fsrs_parameters', 'fsrs_parameters.user_id', 'users.id')
    .select(['users.time_zone as timeZone', 'users.day_start_hour as dayStartHour'])
    .select(['users.desired_retention as retention', 'fsrs_parameters.weights as parameters'])
    .where('users.id', '=', userId)
)
