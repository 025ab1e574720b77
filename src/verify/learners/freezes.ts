import { sql } from 'kysely'
import { foldStreak } from '../../learning/streak/fold.ts'
import { type FreezeEntry, freezeCorrections } from '../../learning/streak/freezes.ts'
import { findStudyMoments } from '../../learning/study-days.ts'
import type { Check, Fault } from '../check.ts'

/** The ledger of freezes says what the fold of the learner's days says, and is below zero on no day. */
export const freezes: Check = async (db, ids) => {
  const { rows } = await sql<FreezeEntry & { user: string }>`
    select user_id as "user", source, event, day, amount from streak_freezes where user_id = any(${ids}::uuid[])`.execute(
    db
  )
  const booked = Map.groupBy(rows, ({ user }) => user)
  const { rows: studied } = await sql<{ user: string }>`
    select distinct user_id as "user" from study_days where user_id = any(${ids}::uuid[])`.execute(db)
  const faults: Fault[] = []
  for (const user of new Set([...booked.keys(), ...studied.map(({ user }) => user)])) {
    const ledger = booked.get(user) ?? []
    const { ledger: folded } = foldStreak(await findStudyMoments(db, user))
    for (const { source } of freezeCorrections(ledger, folded)) {
      faults.push({ user, thing: `streak_freezes ${source}`, expected: 'booked', found: 'none' })
    }
    for (const [day, sum] of sumsByDay(ledger)) {
      if (sum < 0) faults.push({ user, thing: `streak_freezes ${day}`, expected: 'freezes, or none', found: `${sum}` })
    }
  }
  return faults
}

/** What was held after each day, by the entries that are about it and earlier ones. */
function sumsByDay(ledger: readonly FreezeEntry[]): Map<string, number> {
  const sums = new Map<string, number>()
  let sum = 0
  for (const { day, amount } of ledger.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    sum += amount
    sums.set(day, sum)
  }
  return sums
}
