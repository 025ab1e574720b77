import { sql } from 'kysely'
import { checkBy } from '../check.ts'

/** An answer is noted as right where its verdict says so, and belongs to a group of wrong ones only where it is wrong. */
export const answerVerdicts = checkBy(
  (ids) => sql`
    select user_id as "user", concat_ws(' ', 'answers', session_id, number) as thing,
      'what the verdict says: ' || coalesce(verdict->>'verdict', 'nothing') as expected,
      concat_ws(' ', 'correct', correct, 'group', coalesce(group_id::text, 'none')) as found
    from answers
    where user_id = any(${ids})
      and (correct is distinct from (verdict->>'verdict' <> 'wrong') or (correct and group_id is not null))`
)
