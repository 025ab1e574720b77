import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'

/** A group whose attempts are ours to judge again until the lease runs out. */
export interface Rejudging {
  groupId: string
  attempts: number
  form: string
}

/** Has the attempts of a group judged again, from the first, also where that is being done already. */
export async function queueRejudging(db: Db, groupId: string): Promise<void> {
  await db
    .insertInto('rejudgings')
    .values({ group_id: groupId })
    .onConflict((conflict) =>
      conflict
        .column('group_id')
        .doUpdateSet({ attempts: sql`rejudgings.attempts + 1`, created_at: sql`now()`, next_attempt_at: sql`now()` })
    )
    .execute()
}

/**
 * Takes a group that is due, for a minute: meanwhile nobody else takes it, and should we crash, somebody does later. All
 * instances go by the database's clock.
 */
export async function claimRejudging(db: Db): Promise<Rejudging | undefined> {
  return (await claim(db))[0]
}

const claim = compiled((db) =>
  db
    .with('due', (db) =>
      db
        .selectFrom('rejudgings')
        .select('group_id')
        .where('next_attempt_at', '<=', sql<string>`now()`)
        .orderBy('next_attempt_at')
        .limit(sql.lit(1))
        .forUpdate()
        .skipLocked()
    )
    .updateTable('rejudgings')
    .from('due')
    .innerJoin('answer_groups', 'answer_groups.id', 'due.group_id')
    .set({ attempts: sql`rejudgings.attempts + 1`, next_attempt_at: sql`now() + interval '1 minute'` })
    .whereRef('rejudgings.group_id', '=', 'due.group_id')
    .returning(['rejudgings.group_id as groupId', 'rejudgings.attempts', 'answer_groups.answer as form'])
)

/** Keeps a group for another minute; false where somebody else has it by now, or it was queued anew. */
export async function keepRejudging(db: Db, { groupId, attempts }: Rejudging): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('rejudgings')
    .set({ next_attempt_at: sql`now() + interval '1 minute'` })
    .where('group_id', '=', groupId)
    .where('attempts', '=', attempts)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a rejudging, unless somebody else has it by now, or it was queued anew. */
export async function endRejudging(db: Db, { groupId, attempts }: Rejudging): Promise<void> {
  await db.deleteFrom('rejudgings').where('group_id', '=', groupId).where('attempts', '=', attempts).execute()
}

/** Learners after `after` who have wrong answers of a group, in order of their ids. */
export const learnersToRejudge = compiled((db, groupId: string, after: string, limit: number) =>
  db
    .selectFrom('answers')
    .select('user_id as userId')
    .distinct()
    .where('group_id', '=', groupId)
    .where('user_id', '>', after)
    .orderBy('user_id')
    .limit(limit)
)
