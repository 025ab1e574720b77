import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** The items that an exercise practises are items of its session's course. */
export const exerciseItems = checkBy(
  (ids) => sql`
    select exercise.user_id as "user",
      concat_ws(' ', 'study_exercises', exercise.session_id, exercise.number, 'item', named.id) as thing,
      'an item of the course ' || session.course_id as expected,
      coalesce('one of ' || item.course_id, 'none') as found
    from study_exercises as exercise
    join study_sessions as session on session.user_id = exercise.user_id and session.id = exercise.session_id
    cross join unnest(exercise.item_ids) as named(id)
    left join items as item on item.id = named.id
    where exercise.user_id = any(${ids}) and item.course_id is distinct from session.course_id`
)
