import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** What is known of an item is what all answers to it say, in the order in which they were given. */
export const itemProgress = checkBy(
  (ids) => sql`
    with known as (
      select answers.user_id, session.course_id, item.id as item_id, answers.answered_at,
        case when exercise.key->>'kind' = 'match'
          then answers.verdict->'diff'->(item.place::int - 1)->>'kind' = 'equal'
          else answers.correct
        end as known,
        row_number() over (
          partition by answers.user_id, session.course_id, item.id
          order by answers.answered_at desc, answers.session_id desc, answers.number desc
        ) as back
      from answers
      join study_exercises as exercise using (user_id, session_id, number)
      join study_sessions as session on session.user_id = answers.user_id and session.id = answers.session_id
      cross join unnest(exercise.item_ids) with ordinality as item(id, place)
      where answers.user_id = any(${ids})
    ), replayed as (
      select user_id, course_id, item_id, count(*) as seen, count(*) filter (where known) as correct,
        coalesce(min(back) filter (where not known) - 1, count(*)) as in_a_row, max(answered_at) as last_seen_at
      from known
      group by user_id, course_id, item_id
    ), kept as (
      select user_id, course_id, item_id, seen, correct, in_a_row, last_seen_at
      from item_progress
      where user_id = any(${ids})
    )
    select user_id as "user", concat_ws(' ', 'item_progress', course_id, item_id) as thing,
      coalesce(${told('replayed')}, 'none') as expected, coalesce(${told('kept')}, 'none') as found
    from replayed full join kept using (user_id, course_id, item_id)
    where (replayed.seen, replayed.correct, replayed.in_a_row, replayed.last_seen_at)
      is distinct from (kept.seen, kept.correct, kept.in_a_row, kept.last_seen_at)`
)

/** Null where there is no such row. */
const told = (of: string) =>
  sql`${sql.ref(`${of}.correct`)} || ' of ' || ${sql.ref(`${of}.seen`)} || ', ' || ${sql.ref(`${of}.in_a_row`)}
    || ' in a row, last ' || ${sql.ref(`${of}.last_seen_at`)}`
