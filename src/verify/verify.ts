import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import type { Check, Fault } from './check.ts'
import { courseChecks, databaseChecks, learnerChecks } from './checks.ts'

/** A fault, and which rule it breaks. */
export interface Finding extends Fault {
  invariant: string
}

/** How many learners or courses are read at once: what is kept of them in memory is theirs. */
const BATCH = 20

/**
 * Looks through the whole database for what contradicts itself, learners and courses in order of their ids, and gives each
 * contradiction. It only reads; each batch as it is at one moment, so that the server can go on meanwhile.
 */
export async function* verify(db: Db): AsyncGenerator<Finding> {
  yield* await inSnapshot(db, databaseChecks, [])
  for await (const ids of batches(db, learners)) yield* await inSnapshot(db, learnerChecks, ids)
  for await (const ids of batches(db, courses)) yield* await inSnapshot(db, courseChecks, ids)
}

/** A finding on one line. */
export const inLine = ({ invariant, user, thing, expected, found }: Finding): string =>
  [invariant, `user ${user ?? '-'}`, thing, `expected ${expected}`, `found ${found}`].join(' | ').replace(/\s+/g, ' ')

const inSnapshot = (db: Db, checks: Record<string, Check>, ids: readonly string[]): Promise<Finding[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const findings: Finding[] = []
      for (const [invariant, check] of Object.entries(checks)) {
        for (const fault of await check(trx, ids)) findings.push({ invariant, ...fault })
      }
      return findings
    })

const learners = sql<{ id: string }>`select id from users`
/** A course that has only a draft is no row of `courses` yet. */
const courses = sql<{ id: string }>`select id from courses union select course_id from course_revisions`

async function* batches(db: Db, all: typeof learners): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from (${all}) as one where id > ${after}::uuid order by id limit ${sql.lit(BATCH)}`.execute(db)
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.id
  }
}
