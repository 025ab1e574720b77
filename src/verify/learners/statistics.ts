import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** The statistics of a learner add up the answers that are marked as counted. */
export const statistics = checkBy(
  (ids) => sql`
    with counted as (
      select answers.user_id, session.course_id, exercise.exercise->>'kind' as kind,
        count(*) as answers, count(*) filter (where answers.correct) as correct
      from answers
      join study_exercises as exercise using (user_id, session_id, number)
      join study_sessions as session on session.user_id = answers.user_id and session.id = answers.session_id
      where answers.user_id = any(${ids}) and answers.counted
      group by 1, 2, 3
    ), kept as (
      select user_id, course_id, kind, answers, correct from learner_statistics where user_id = any(${ids})
    )
    select user_id as "user", concat_ws(' ', 'learner_statistics', course_id, kind) as thing,
      coalesce(counted.correct || ' of ' || counted.answers, 'none') as expected,
      coalesce(kept.correct || ' of ' || kept.answers, 'none') as found
    from counted full join kept using (user_id, course_id, kind)
    where (counted.answers, counted.correct) is distinct from (kept.answers, kept.correct)`
)
