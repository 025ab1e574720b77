import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { queueRejudging } from './queue.ts'
import type { ReportState } from './schemas.ts'

/** Accepts a group as the form that the course has, marks its reports, and has past attempts judged again. */
export async function settleAccepted(
  trx: Transaction<Database>,
  groupId: string,
  form: string,
  now: Temporal.Instant
): Promise<void> {
  await trx.updateTable('answer_groups').set({ answer: form }).where('id', '=', groupId).execute()
  await settle(trx, groupId, 'accepted', now)
  await queueRejudging(trx, groupId)
}

/** Marks a group and those of its reports that are open as decided. The group's row is locked first, as a report does. */
export async function settle(
  trx: Transaction<Database>,
  groupId: string,
  state: ReportState,
  now: Temporal.Instant
): Promise<void> {
  const decided = { state, decided_at: now.toString() }
  await trx.updateTable('answer_groups').set(decided).where('id', '=', groupId).execute()
  await trx
    .updateTable('answer_reports')
    .set(decided)
    .where('group_id', '=', groupId)
    .where('state', '=', 'open')
    .execute()
}
