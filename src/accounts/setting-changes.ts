import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import type { ProfileChange } from './schemas.ts'

/** What a device can change while it is offline, too. */
export type Settings = Pick<ProfileChange, 'dailyGoal' | 'interfaceLanguage' | 'timeZone'>

/**
 * Notes that settings were changed at a time on a device, and gives those whose last change this is; of two at the same time
 * the one whose value is greater as text counts. The learner's row must be locked.
 */
export const noteChanges = (trx: Transaction<Database>, userId: string, changes: Settings, at: Temporal.Instant) =>
  upsert(
    trx,
    userId,
    changes,
    at,
    sql`excluded.changed_at`,
    sql`(excluded.changed_at, excluded.value::text collate "C") > (noted.changed_at, noted.value::text collate "C")`
  )

/** Notes that settings are changed online: after whatever a device, whose clock may be ahead, has told of until now. */
export async function noteChangesNow(
  trx: Transaction<Database>,
  userId: string,
  changes: Settings,
  now: Temporal.Instant
): Promise<void> {
  const after = sql`greatest(excluded.changed_at, noted.changed_at + interval '1 millisecond')`
  await upsert(trx, userId, changes, now, after, sql`true`)
}

async function upsert(
  trx: Transaction<Database>,
  userId: string,
  { dailyGoal, interfaceLanguage, timeZone }: Settings,
  at: Temporal.Instant,
  changedAt: RawBuilder<unknown>,
  counts: RawBuilder<unknown>
): Promise<Settings> {
  const { rows } = await sql<{ setting: string; value: unknown }>`
    insert into setting_changes as noted (user_id, setting, value, changed_at)
    select ${userId}, key, value, ${at.toString()}::timestamptz
    from jsonb_each(${JSON.stringify({ dailyGoal, interfaceLanguage, timeZone })}::jsonb)
    on conflict (user_id, setting) do update set value = excluded.value, changed_at = ${changedAt}
    where ${counts}
    returning setting, value`.execute(trx)
  return Object.fromEntries(rows.map(({ setting, value }) => [setting, value]))
}
