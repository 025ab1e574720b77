import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** What the ledger has for each completed study session sums up to its XP, on its day; it has nothing else. */
export const xpLedger = checkBy(
  (ids) => sql`
    with booked as (
      select user_id, substring(source from '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}') as id,
        min(source) as source, sum(amount) as xp, min(day) as first_day, max(day) as last_day
      from xp_entries
      where user_id = any(${ids})
      group by 1, 2
    ), earned as (
      select user_id, id::text, xp, day from study_sessions where user_id = any(${ids}) and completed_at is not null
    )
    select user_id as "user", concat_ws(' ', 'xp_entries', coalesce(booked.source, id)) as thing,
      coalesce(earned.xp || ' XP on ' || earned.day, 'nothing, for no completed session') as expected,
      coalesce(booked.xp || ' XP on ' || concat_ws(' to ', booked.first_day, nullif(booked.last_day, booked.first_day)),
        'nothing') as found
    from earned full join booked using (user_id, id)
    where (earned.xp, earned.day, earned.day) is distinct from (booked.xp, booked.first_day, booked.last_day)`
)
