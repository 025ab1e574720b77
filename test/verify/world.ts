import { type RawBuilder, sql } from 'kysely'
import type { Test } from 'tap'
import type { Db } from '../../src/database/database.ts'
import type { Fault } from '../../src/verify/check.ts'
import { courseChecks, databaseChecks, learnerChecks } from '../../src/verify/checks.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

export const nothing = '00000000-0000-4000-8000-000000000000'

/** A database of the test's own, in which no foreign key keeps rows from being broken. */
export async function unguardedDatabase(t: Test): Promise<Db> {
  const { db } = await pooledDatabase(t, { own: true })
  const { rows } = await sql<{ table: string; name: string }>`
    select conrelid::regclass::text as table, conname as name from pg_constraint where contype = 'f'`.execute(db)
  for (const [table, keys] of Map.groupBy(rows, ({ table }) => table)) {
    const drops = keys.map(({ name }) => sql`drop constraint ${sql.ref(name)}`)
    await sql`alter table ${sql.table(table)} ${sql.join(drops)}`.execute(db)
  }
  return db
}

/** What breaks which invariants, how the first finding's thing begins, and by which statement. */
export type Break = [invariant: string, thing: string, statement: RawBuilder<unknown>]

/** Has each break found, by the check that it is for and no other, and undoes it. */
export function findsBreaks(t: Test, db: Db, breaks: readonly Break[]): void {
  t.test('what is sound is not complained of', async (t) => {
    t.same(await findingsAfter(db, sql`select`), [])
  })
  for (const [invariant, thing, statement] of breaks) {
    t.test(`${invariant}: ${sqlOf(db, statement)}`, async (t) => {
      const findings = await findingsAfter(db, statement)
      t.equal([...new Set(findings.map((finding) => finding.invariant))].join(' '), invariant)
      t.match(findings[0]?.thing ?? '', new RegExp(`^${thing}`))
      for (const { expected, found } of findings) t.ok(expected && found && expected !== found, `${expected} ${found}`)
    })
  }
}

const sqlOf = (db: Db, statement: RawBuilder<unknown>) => statement.compile(db).sql.replace(/\s+/g, ' ').slice(0, 90)

class Undo extends Error {}

async function findingsAfter(db: Db, statement: RawBuilder<unknown>): Promise<(Fault & { invariant: string })[]> {
  const findings: (Fault & { invariant: string })[] = []
  const undone = db.transaction().execute(async (trx) => {
    await statement.execute(trx)
    const users = await trx.selectFrom('users').select('id').execute()
    const courses = await trx.selectFrom('courses').select('id').execute()
    for (const [checks, rows] of [
      [databaseChecks, []],
      [learnerChecks, users],
      [courseChecks, courses]
    ] as const) {
      const ids = rows.map(({ id }) => id)
      for (const [invariant, check] of Object.entries(checks)) {
        for (const fault of await check(trx, ids)) findings.push({ invariant, ...fault })
      }
    }
    throw new Undo()
  })
  await undone.catch((error) => {
    if (!(error instanceof Undo)) throw error
  })
  return findings
}
