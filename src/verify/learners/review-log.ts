import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/**
 * The log has a review for each item of each answer, of its card and its moment, which says by its latest rating whether
 * the item was known; and nothing else.
 */
export const reviewLog = checkBy(
  (ids) => sql`
    with answered as (
      select answers.user_id, answers.session_id, answers.number, item.id as item_id, session.course_id,
        exercise.direction, answers.answered_at as at, answers.day,
        case when exercise.key->>'kind' = 'match'
          then answers.verdict->'diff'->(item.place::int - 1)->>'kind' = 'equal'
          else answers.correct
        end as known
      from answers
      join study_exercises as exercise using (user_id, session_id, number)
      join study_sessions as session on session.user_id = answers.user_id and session.id = answers.session_id
      cross join unnest(exercise.item_ids) with ordinality as item(id, place)
      where answers.user_id = any(${ids})
    ), logged as (
      select distinct on (user_id, session_id, number, item_id)
        user_id, session_id, number, item_id, course_id, direction, reviewed_at as at, day, rating > 1 as known
      from reviews
      where user_id = any(${ids})
      order by user_id, session_id, number, item_id, correction desc
    )
    select user_id as "user", concat_ws(' ', 'reviews', session_id, number, item_id) as thing,
      ${told('answered')} as expected, ${told('logged')} as found
    from answered full join logged using (user_id, session_id, number, item_id)
    where (answered.course_id, answered.direction, answered.at, answered.day, answered.known)
      is distinct from (logged.course_id, logged.direction, logged.at, logged.day, logged.known)`
)

const told = (of: string) => {
  const column = (name: string) => sql.ref(`${of}.${name}`)
  return sql`case when ${column('day')} is null then 'none' else concat_ws(' ',
    'of the course', ${column('course_id')}, ${column('direction')}, 'at', ${column('at')}, 'on', ${column('day')},
    case when ${column('known')} then 'known' else 'forgotten' end) end`
}
