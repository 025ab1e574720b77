import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** A study session has exercises, numbered from 1 without a gap. */
export const exerciseNumbers = checkBy(
  (ids) => sql`
    select session.user_id as "user", 'study_sessions ' || session.id as thing,
      'exercises from 1' as expected,
      coalesce(string_agg(exercise.number::text, ', ' order by exercise.number), 'none') as found
    from study_sessions as session
    left join study_exercises as exercise
      on exercise.user_id = session.user_id and exercise.session_id = session.id
    where session.user_id = any(${ids})
    group by session.user_id, session.id
    having count(exercise.number) = 0 or min(exercise.number) <> 1 or max(exercise.number) <> count(exercise.number)`
)
