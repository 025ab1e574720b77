import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** A completed study session counts its answers, one to each exercise; one that is open has no summary. */
export const sessionSummaries = checkBy(
  (ids) => sql`
    select session.user_id as "user", 'study_sessions ' || session.id as thing,
      case when session.completed_at is null then 'no summary'
        else concat(counted.right, ' right, ', counted.wrong, ' wrong of ', counted.exercises, ', with a day and XP')
      end as expected,
      concat_ws(' ', session.correct, 'right,', session.wrong, 'wrong, day', session.day, 'XP', session.xp) as found
    from study_sessions as session
    cross join lateral (
      select count(*) as exercises,
        count(*) filter (where answers.correct) as right, count(*) filter (where not answers.correct) as wrong
      from study_exercises as exercise
      left join answers using (user_id, session_id, number)
      where exercise.user_id = session.user_id and exercise.session_id = session.id
    ) as counted
    where session.user_id = any(${ids}) and case when session.completed_at is null
      then num_nonnulls(session.correct, session.wrong, session.day, session.time_zone, session.xp) > 0
      else num_nulls(session.day, session.time_zone, session.xp) > 0
        or (session.correct, session.wrong) is distinct from (counted.right, counted.wrong)
        or counted.right + counted.wrong <> counted.exercises
      end`
)
