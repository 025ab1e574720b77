import type { Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { localDay } from './days.ts'
import type { Moment } from './streak/studied-days.ts'

/** What a learner's days are told by: an IANA time zone, and how many hours after midnight their day starts. */
export interface LearnerClock {
  timeZone: string
  dayStartHour: number
}

/** A learner's clock, as their profile has it; `undefined` where the account has gone. */
export async function findClock(db: Db, userId: string): Promise<LearnerClock | undefined> {
  return (await selectClock(db, userId))[0]
}

/** The same, and until the transaction ends nobody else books anything of this learner's. */
export async function lockLearner(trx: Transaction<Database>, userId: string): Promise<LearnerClock | undefined> {
  return (await selectClockAndLock(trx, userId))[0]
}

/** An instant as a moment of a learner's, to the millisecond. */
export function momentOf(instant: Temporal.Instant, { timeZone, dayStartHour }: LearnerClock): Moment {
  const at = instant.round('millisecond')
  const occurredAt = at.toString({ smallestUnit: 'millisecond' })
  return { day: localDay(at, timeZone, dayStartHour), timeZone, occurredAt }
}

const clocks = (db: Db) => db.selectFrom('users').select(['time_zone as timeZone', 'day_start_hour as dayStartHour'])

const selectClock = compiled((db, userId: string) => clocks(db).where('id', '=', userId))

const selectClockAndLock = compiled((db, userId: string) => clocks(db).where('id', '=', userId).forNoKeyUpdate())
