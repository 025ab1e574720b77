import type { Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database } from '../database/database.ts'
import { foldStreak } from './streak/fold.ts'
import { type FreezeEntry, freezeCorrections } from './streak/freezes.ts'
import { findStudyMoments } from './study-days.ts'

/**
 * Appends to a learner's ledger of freezes what makes it say the same as the fold of their days. Their row must be locked,
 * or two who do so at once would append the same.
 */
export async function bookFreezes(trx: Transaction<Database>, userId: string): Promise<void> {
  const { ledger } = foldStreak(await findStudyMoments(trx, userId))
  const booked = (await selectEntries(trx, userId)) as FreezeEntry[]
  const entries = freezeCorrections(booked, ledger)
  if (entries.length === 0) return
  await trx
    .insertInto('streak_freezes')
    .values(entries.map((entry) => ({ user_id: userId, ...entry })))
    .execute()
}

const selectEntries = compiled((db, userId: string) =>
  db.selectFrom('streak_freezes').select(['source', 'event', 'day', 'amount']).where('user_id', '=', userId)
)
