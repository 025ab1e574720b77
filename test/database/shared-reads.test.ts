import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { compiled } from '../../src/database/compiled.ts'
import type { Db } from '../../src/database/database.ts'
import { databaseRefusal } from '../../src/database/refusals.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const backend = compiled((_db) => sql<{ pid: number }>`select pg_backend_pid() as pid`)
const inverse = compiled((_db, n: number) => sql<{ inverse: number }>`select 1 / ${n}::int as inverse`)

const together = <T>(count: number, read: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => read(i)))

t.test('reads that come together share two connections and give them back', async (t) => {
  const { db, pool } = await pooledDatabase(t, { empty: true })
  const pids = await together(40, () => backend(db))
  t.equal(new Set(pids.map(([row]) => row!.pid)).size, 2)
  t.equal(pool.totalCount, 2)
  t.equal(pool.idleCount, 2)
})

t.test('each gets its own rows, and one that fails fails alone', async (t) => {
  const { db } = await pooledDatabase(t, { empty: true })
  const results = await together(20, (i) => inverse(db, i - 10).catch((error) => error.code))
  t.equal(results[10], '22012')
  t.same(results[9], [{ inverse: -1 }])
  t.same(results[11], [{ inverse: 1 }])
  t.equal(results.filter((result) => Array.isArray(result)).length, 19)
})

t.test('a read that waits leaves another way for those that follow', async (t) => {
  const { db, url } = await pooledDatabase(t, { empty: true })
  const holder = new pg.Client(url)
  await holder.connect()
  await holder.query('select pg_advisory_lock(1)')
  const wait = compiled((_db) => sql`select pg_advisory_xact_lock(1)`)
  const waiting = wait(db)
  for (let i = 1; i <= 10; i++) t.equal((await inverse(db, i)).length, 1)
  await holder.end()
  await waiting
})

t.test('a lost connection costs the reads that are on it, not those that keep coming', async (t) => {
  const { db } = await pooledDatabase(t, { empty: true })
  const leave = compiled((_db) => sql`select pg_terminate_backend(pg_backend_pid())`)
  let lost = false
  const keepReading = async () => {
    for (;;) {
      try {
        await inverse(db, 1)
        if (lost) return
      } catch (error) {
        t.match(databaseRefusal(error as Error), { status: 503 })
      }
    }
  }
  const readers = together(8, keepReading)
  await t.rejects(leave(db))
  lost = true
  await readers
})

t.test('while reads keep coming, a transaction gets its turn even of a pool of one', async (t) => {
  const { db } = await pooledDatabase(t, { max: 1, empty: true })
  let done = false
  const keepReading = async () => {
    while (!done) await inverse(db, 1)
  }
  const readers = together(8, keepReading)
  await db.transaction().execute((trx) => sql`select 1`.execute(trx))
  done = true
  await readers
})

t.test('where the tables are yet to be made, every read that comes together is told to try again', async (t) => {
  const { db } = await pooledDatabase(t, { empty: true })
  const courses = compiled((db: Db) => db.selectFrom('courses').select('slug'))
  const errors = await together(10, () => courses(db).catch((error) => error))
  t.same(new Set(errors.map((error) => databaseRefusal(error)?.status)), new Set([503]))
})
