import { noteChanges, type Settings } from '../accounts/setting-changes.ts'
import { changeProfile } from '../accounts/users.ts'
import type { Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { setGoal } from '../learning/goals.ts'
import { lockLearner } from '../learning/learner.ts'
import { checkOccurrence, readOccurrence } from './occurred.ts'
import type { SettingsEvent, SyncResult } from './schemas.ts'

/** Changes settings as of the time when they were changed on the device: of each the change made last counts. */
export async function applySettings(
  db: Db,
  userId: string,
  event: SettingsEvent,
  receivedAt: Temporal.Instant,
  signal?: AbortSignal
): Promise<Pick<SyncResult, 'status'>> {
  const at = readOccurrence(event)
  checkOccurrence(event, at, receivedAt)
  const { dailyGoal, interfaceLanguage, timeZone } = event
  const wanted: Settings = { dailyGoal, interfaceLanguage, timeZone }
  return transaction(
    db,
    async (trx) => {
      await lockLearner(trx, userId)
      const { dailyGoal: goal, ...latest } = await noteChanges(trx, userId, wanted, at)
      if (Object.keys(latest).length > 0) await changeProfile(trx, userId, latest)
      // A goal that was changed again later has still been that of the days until then.
      if (dailyGoal !== undefined) await setGoal(trx, userId, { xp: dailyGoal }, at)
      return { status: goal !== undefined || Object.keys(latest).length > 0 ? 'applied' : 'already' }
    },
    signal
  )
}
