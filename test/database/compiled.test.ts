import { sql } from 'kysely'
import t from 'tap'
import { compiled } from '../../src/database/compiled.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t, { own: true })

t.test('a query is built once and then only given its parameters', async (t) => {
  let built = 0
  const find = compiled((db, slug: string) => {
    built++
    return db.selectFrom('courses').select('slug').where('slug', '=', slug)
  })
  t.same(await find(db, 'italian-from-english'), [{ slug: 'italian-from-english' }])
  t.same(await Promise.all([find(db, 'klingon-from-english'), find(db, 'italian-from-english')]), [
    [],
    [{ slug: 'italian-from-english' }]
  ])
  t.equal(built, 1)
})

t.test('each argument goes where it belongs: used twice, out of order, or beside constants', async (t) => {
  const shuffle = compiled(
    (_db, a: number, b: string, c: boolean | null) =>
      sql<{
        row: unknown
      }>`select jsonb_build_array(${c}::boolean, ${a}::int, ${'constant'}::text, ${b}::text, ${a}::int) as row`
  )
  t.same(await shuffle(db, 1, 'one', true), [{ row: [true, 1, 'constant', 'one', 1] }])
  t.same(await shuffle(db, 2, 'two', null), [{ row: [null, 2, 'constant', 'two', 2] }])

  const between = compiled((db, low: number, slug: string) =>
    db.selectFrom('courses').select('slug').where('slug', '=', slug).where('words', '>', low).where('phrases', '>', low)
  )
  t.equal((await between(db, 0, 'italian-from-english')).length, 1)
  t.equal((await between(db, 100_000, 'italian-from-english')).length, 0)
})

t.test('arguments may be arrays and documents, and none at all', async (t) => {
  const among = compiled((db, slugs: string[]) =>
    db.selectFrom('courses').select('slug').where('slug', '=', sql<string>`any(${slugs})`)
  )
  t.equal((await among(db, ['italian-from-english', 'x'])).length, 1)
  const document = compiled((_db, value: object) => sql<{ value: object }>`select ${value}::jsonb as value`)
  t.same(await document(db, { a: [1] }), [{ value: { a: [1] } }])
  const all = compiled((db) => db.selectFrom('courses').select('slug'))
  t.equal((await all(db)).length, 1)
})

t.test('it runs in the transaction that it is given', async (t) => {
  const count = compiled((db) => db.selectFrom('courses').select((eb) => eb.fn.countAll<number>().as('n')))
  await db
    .transaction()
    .execute(async (trx) => {
      await trx.deleteFrom('courses').execute()
      t.same(await count(trx), [{ n: 0 }])
      t.same(await count(db), [{ n: 1 }])
      throw new Error('undo it')
    })
    .catch(() => {})
  t.same(await count(db), [{ n: 1 }])
})

t.test('it can write, and says what it wrote', async (t) => {
  const rename = compiled((db, name: string, slug: string) =>
    db.updateTable('courses').set({ target_name: name }).where('slug', '=', slug).returning('target_name as name')
  )
  t.same(await rename(db, 'Italiano', 'italian-from-english'), [{ name: 'Italiano' }])
})
