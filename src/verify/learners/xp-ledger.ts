import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/**
 * What the ledger has for each completed study session sums up to its XP, on its day; it has nothing else. A day from which a
 * session was moved has entries that sum up to nothing.
 */
export const xpLedger = checkBy(
  (ids) => sql`
    with of_days as (
      select user_id, substring(source from '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}') as id, day,
        min(source) as source, sum(amount) as xp
      from xp_entries
      where user_id = any(${ids})
      group by 1, 2, 3
    ), booked as (
      select user_id, id, min(source) as source, sum(xp) as xp,
        min(day) filter (where xp <> 0) as first_day, max(day) filter (where xp <> 0) as last_day
      from of_days
      group by 1, 2
    ), earned as (
      select user_id, id::text, xp, day from study_sessions where user_id = any(${ids}) and completed_at is not null
    )
    select user_id as "user", concat_ws(' ', 'xp_entries', coalesce(booked.source, id)) as thing,
      coalesce(earned.xp || ' XP on ' || earned.day, 'nothing, for no completed session') as expected,
      coalesce(booked.xp || ' XP on ' || coalesce(
        nullif(concat_ws(' to ', booked.first_day, nullif(booked.last_day, booked.first_day)), ''), 'no day'
      ), 'nothing') as found
    from earned full join booked using (user_id, id)
    where (earned.xp, earned.day, earned.day) is distinct from
      (booked.xp, coalesce(booked.first_day, earned.day), coalesce(booked.last_day, earned.day))`
)
