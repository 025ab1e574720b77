import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/database.ts'

/**
 * Works out anew what a learner knows of an item, from all their answers in order: to be called once a past answer is
 * judged otherwise than it was. An answer that is being recorded meanwhile waits, and counts on top.
 */
export async function replayItem(
  trx: Transaction<Database>,
  userId: string,
  courseId: string,
  itemId: string
): Promise<void> {
  const progress = await trx
    .selectFrom('item_progress')
    .select('item_id')
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('item_id', '=', itemId)
    .forUpdate()
    .executeTakeFirst()
  // Only what is read from here on has every answer whose progress is counted.
  if (!progress) return
  await sql`
    with history as (
      select
        case when exercise.key->>'kind' = 'match'
          then answers.verdict->'diff'->(array_position(exercise.item_ids, ${itemId}::uuid) - 1)->>'kind' = 'equal'
          else answers.correct
        end as known,
        answers.answered_at,
        row_number() over (order by answers.answered_at desc, answers.session_id desc, answers.number desc) as back
      from study_sessions as session
      join study_exercises as exercise
        on exercise.user_id = session.user_id and exercise.session_id = session.id
      join answers
        on answers.user_id = exercise.user_id and answers.session_id = exercise.session_id
        and answers.number = exercise.number
      where session.user_id = ${userId} and session.course_id = ${courseId} and ${itemId}::uuid = any(exercise.item_ids)
    )
    update item_progress
    set correct = replayed.correct, in_a_row = replayed.in_a_row, last_seen_at = replayed.last_seen_at
    from (
      select
        count(*) filter (where known) as correct,
        max(answered_at) as last_seen_at,
        coalesce(min(back) filter (where not known) - 1, count(*)) as in_a_row
      from history
    ) as replayed
    where user_id = ${userId} and course_id = ${courseId} and item_id = ${itemId}`.execute(trx)
}
