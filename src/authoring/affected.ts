import { sql } from 'kysely'
import type { Db } from '../database/database.ts'

/** Counting stops here: an author needs to know whether it is nobody, some or very many. */
const MOST = 10_000

/** How many learners have met one of these items; 10,000 stands for that many or more. */
export async function countLearnersOf(db: Db, itemIds: readonly string[]): Promise<number> {
  const learners = db
    .selectFrom('item_progress')
    .select('user_id')
    .distinct()
    .where('item_id', '=', sql<string>`any(${itemIds}::uuid[])`)
    .limit(MOST)
  const { count } = await db
    .selectFrom(learners.as('learners'))
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
