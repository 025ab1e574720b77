import { sql } from 'kysely'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { DAYS_KEPT } from './schemas.ts'

/** Days after which nothing can be told of a packed session any more: those it is good for, those it may come late, and more. */
const DAYS_AWAITED = DAYS_KEPT + 10

const CHUNK = 200

/** Deletes packed sessions in which nothing was answered while they were good, a few at a time; gives how many. */
export async function dropUnusedSessions(db: Db, now: Temporal.Instant): Promise<number> {
  const before = now.subtract({ hours: 24 * DAYS_AWAITED }).toString()
  let dropped = 0
  for (let chunk = CHUNK; chunk === CHUNK; dropped += chunk) {
    chunk = (await deleteUnused(db, before, CHUNK)).length
  }
  return dropped
}

const deleteUnused = compiled(
  (_db, before: string, limit: number) => sql<{ id: string }>`
    with unused as (
      select user_id, id from study_sessions as session
      where packed_at < ${before}::timestamptz and completed_at is null and not exists (
        select from answers where answers.user_id = session.user_id and answers.session_id = session.id
      )
      limit ${limit}
      for update skip locked
    ), exercises as (
      delete from study_exercises as exercise using unused
      where exercise.user_id = unused.user_id and exercise.session_id = unused.id
    )
    delete from study_sessions as session using unused
    where session.user_id = unused.user_id and session.id = unused.id
    returning session.id`
)
