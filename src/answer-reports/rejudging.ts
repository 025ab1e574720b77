import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '../database/database.ts'
import { claimRejudging, endRejudging, keepRejudging, learnersToRejudge, type Rejudging } from './queue.ts'
import { rejudgeLearner } from './rejudge.ts'

type Log = Pick<FastifyBaseLogger, 'warn' | 'error'>

/** So many learners between two looks at the lease: far less than a minute's work. */
const BATCH = 50
/** A minute apart. What fails so often is given up. */
const MOST_ATTEMPTS = 20

/**
 * Judges again what is queued, group by group, until nothing is due or the signal is aborted; what is left comes again once
 * its lease has run out. Gives how many answers were corrected.
 */
export async function rejudgeQueued(db: Db, log: Log, signal: AbortSignal): Promise<number> {
  let corrected = 0
  while (!signal.aborted) {
    const job = await claimRejudging(db)
    if (!job) break
    corrected += await rejudgeGroup(db, job, log, signal)
  }
  return corrected
}

async function rejudgeGroup(db: Db, job: Rejudging, log: Log, signal: AbortSignal): Promise<number> {
  let corrected = 0
  let failure: unknown
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const learners = await learnersToRejudge(db, job.groupId, after, BATCH)
    for (const { userId } of learners) {
      if (signal.aborted) return corrected
      try {
        corrected += await rejudgeLearner(db, userId, job, Temporal.Now.instant())
      } catch (error) {
        failure ??= error
      }
      after = userId
    }
    if (learners.length < BATCH) break
    if (!(await keepRejudging(db, job))) return corrected
  }
  const givenUp = job.attempts >= MOST_ATTEMPTS
  if (!failure || givenUp) await endRejudging(db, job)
  if (failure) {
    const message = givenUp
      ? 'answers were not judged again, and are given up'
      : 'answers could not be judged again; trying again in a minute'
    log[givenUp ? 'error' : 'warn']({ err: failure, group: job.groupId }, message)
  }
  return corrected
}
