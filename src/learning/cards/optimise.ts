import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { transaction } from '../../database/transaction.ts'
import { logLoss, predictionsOf } from '../reviews/predictions.ts'
import type { LoggedReview } from '../reviews/schedule.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'
import { cardsWithLogs } from './cards-with-logs.ts'
import { fitParameters } from './fit.ts'
import { findLearner } from './learner.ts'
import { rebuildLearner } from './rebuild.ts'

/** With fewer reviews there is more chance than memory in what would be fitted. */
export const ENOUGH_REVIEWS = 400

/** The part of the reviews, the earlier ones, that parameters are fitted to; the others tell whether they are better. */
const TRAINED = 0.8

/** What came of fitting parameters to a learner's reviews. */
export interface Fitting {
  userId: string
  reviews: number
  /** The mean log loss on the later reviews: of the fitted parameters, and of those in use. */
  logLoss: number
  logLossBefore: number
  /** Whether the fitted ones are better, and so in use now. */
  kept: boolean
}

const BATCH = 100

/** Fits parameters for all learners with 400 reviews or more, one after another, and gives what came of it. */
export async function* optimiseAll(db: Db, now: () => Temporal.Instant): AsyncGenerator<Fitting> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select user_id as id from reviews
      where user_id > ${after} and correction = 0
      group by user_id having count(*) >= ${sql.lit(ENOUGH_REVIEWS)}
      order by user_id limit ${sql.lit(BATCH)}`.execute(db)
    for (const { id } of rows) {
      const fitting = await optimiseLearner(db, id, now())
      if (fitting) yield fitting
    }
    if (rows.length < BATCH) return
    after = rows.at(-1)!.id
  }
}

/**
 * Fits parameters to the earlier reviews of a learner, and where they predict the later ones better than those in use, puts
 * them to use and makes all cards anew. `undefined` where there are fewer than 400 reviews, or none that tell anything.
 */
export async function optimiseLearner(
  db: Db,
  userId: string,
  now: Temporal.Instant,
  fit: typeof fitParameters = fitParameters
): Promise<Fitting | undefined> {
  const learner = await findLearner(db, userId)
  const logs: LoggedReview[][] = []
  for await (const { log } of cardsWithLogs(db, userId)) logs.push(log)
  const times = logs.flatMap((log) => log.map(({ at }) => Date.parse(at))).sort((a, b) => a - b)
  const reviews = times.length
  if (!learner || reviews < ENOUGH_REVIEWS) return undefined

  const since = times[Math.floor(reviews * TRAINED)]!
  const parameters = await fit(logs.map((log) => log.filter(({ at }) => Date.parse(at) < since)))
  const fitted = parameters && lossSince(since, logs, { ...learner, parameters })
  const inUse = lossSince(since, logs, learner)
  if (fitted === undefined || inUse === undefined) return undefined
  const kept = fitted < inUse
  if (kept) await putToUse(db, userId, { weights: parameters!, reviews, log_loss: fitted, log_loss_before: inUse }, now)
  return { userId, reviews, logLoss: fitted, logLossBefore: inUse, kept }
}

/** How far the predictions of reviews from an instant on are off, by their whole logs. */
const lossSince = (since: number, logs: readonly LoggedReview[][], settings: ReviewSettings): number | undefined =>
  logLoss(logs.flatMap((log) => predictionsOf(log, settings)).filter(({ review }) => Date.parse(review.at) >= since))

/** All at once: no answer is scheduled by the old parameters once there are new ones. */
const putToUse = (
  db: Db,
  userId: string,
  fitted: { weights: number[]; reviews: number; log_loss: number; log_loss_before: number },
  now: Temporal.Instant
): Promise<void> =>
  transaction(db, async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
    const { numUpdatedRows } = await trx
      .updateTable('users')
      .set((row) => ({ cards_epoch: row('cards_epoch', '+', 1) }))
      .where('id', '=', userId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const values = { ...fitted, fitted_at: now.toString() }
    await trx
      .insertInto('fsrs_parameters')
      .values({ user_id: userId, ...values })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
      .execute()
    await rebuildLearner(trx, userId)
  })
