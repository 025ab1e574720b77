import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { transaction } from '../../src/database/transaction.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

/** What the one connection of a pool has prepared by name. */
async function preparedOn<DB>(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
  return rows.map(({ statement }) => statement)
}

t.test('a statement is prepared once, whatever its parameters, in a transaction too', async (t) => {
  const { db } = await pooledDatabase(t, { max: 1 })
  const find = (slug: string) => db.selectFrom('courses').select('slug').where('slug', '=', slug)
  for (const slug of ['a', 'b', 'c']) await find(slug).execute()
  await transaction(db, async (trx) => {
    await trx.selectFrom('courses').select('slug').where('slug', '=', 'd').execute()
    await sql`savepoint before`.execute(trx)
    await sql`rollback to savepoint before`.execute(trx)
  })
  await db
    .transaction()
    .execute(() => Promise.reject(new Error('undone')))
    .catch(() => {})
  const statements = await preparedOn(db)
  t.ok(statements.includes(find('e').compile().sql))
  t.same(
    statements.filter((statement) => !/courses|pg_prepared_statements/.test(statement)),
    [],
    'begin, commit and the like, which every connection would remember for nothing, have no name'
  )
})

t.test('a text has the same name on every connection, and another text another', async (t) => {
  const { db } = await pooledDatabase(t, { max: 2 })
  const namesOf = async (n: number) =>
    (
      await sql<{ name: string }>`select name from pg_prepared_statements, pg_sleep(${sql.lit(n)}) order by 1`.execute(
        db
      )
    ).rows
  const [one, other] = await Promise.all([namesOf(0.01), namesOf(0.01)])
  t.equal(one.length, 1)
  t.same(one, other)
  t.equal((await namesOf(0.02)).length, 2)
})

t.test('nothing is prepared by name where that is switched off', async (t) => {
  const { db } = await pooledDatabase(t, { max: 1, prepared: false })
  await db.selectFrom('courses').select('slug').where('slug', '=', 'a').execute()
  t.same(await preparedOn(db), [])
})

t.test('ever new texts do not fill the memory of the database: the names are bounded', async (t) => {
  const { db } = await pooledDatabase(t, { max: 1 })
  for (let n = 0; n < 1_100; n++) await sql`select ${sql.lit(n)}`.execute(db)
  t.ok((await preparedOn(db)).length <= 1_000)
  t.same((await sql`select ${sql.lit(1_099)}::int as n`.execute(db)).rows, [{ n: 1_099 }], 'those without one work too')
})
