import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { ThrottleStore } from './throttles.ts'

/** PostgreSQL counts, by its own clock. */
export const postgresStore =
  (db: Db): ThrottleStore =>
  async (keys, limits, windowSeconds) => {
    for (;;) {
      // Those who have to wait, the many of an attack, are told so without a write or a lock.
      const [full] = await findFull(db, keys)
      if (full?.wait) return { counted: false, wait: full.wait }
      try {
        const windows = await reserve(db, keys, limits, windowSeconds)
        const [reserved, ends] = [windows.map(({ key }) => key), windows.map(({ resetsAt }) => resetsAt)]
        return { counted: true, giveBack: () => release(db, reserved, ends) }
      } catch (error) {
        // Others were faster, and took what had remained.
        if ((error as { code?: string }).code !== CHECK_VIOLATION) throw error
      }
    }
  }

const CHECK_VIOLATION = '23514'

const findFull = compiled(
  (_db, keys: Buffer[]) => sql<{ wait: number | null }>`
    select ceil(extract(epoch from max(resets_at) - now()))::int as wait from throttles
    where key = any(${keys}) and remaining = 0 and resets_at > now()`
)

/**
 * All rows or none: the table's check undoes the statement. In the order of keys, so that no two wait for each other. The
 * end of a window tells it from the next, in text because a `Date` would lose its microseconds.
 */
const reserve = compiled(
  (_db, keys: Buffer[], limits: number[], windowSeconds: number) => sql<{ key: Buffer; resetsAt: string }>`
    insert into throttles as bucket (key, remaining, resets_at)
    select key, most - 1, now() + make_interval(secs => ${windowSeconds})
    from unnest(${keys}::bytea[], ${limits}::int[]) as attempt (key, most) order by key
    on conflict (key) do update set
      remaining = case when bucket.resets_at > now() then bucket.remaining - 1 else excluded.remaining end,
      resets_at = case when bucket.resets_at > now() then bucket.resets_at else excluded.resets_at end
    returning key, resets_at::text as "resetsAt"`
)

const release = compiled(
  (_db, keys: Buffer[], ends: string[]) => sql<object>`
    with taken as (
      select throttles.key from throttles
      join unnest(${keys}::bytea[], ${ends}::timestamptz[]) as taken (key, resets_at) using (key, resets_at)
      order by throttles.key for update of throttles
    )
    update throttles set remaining = remaining + 1 from taken where throttles.key = taken.key`
)
