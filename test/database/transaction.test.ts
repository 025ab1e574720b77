import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/database.ts'
import { transaction } from '../../src/database/transaction.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db, pool } = await pooledDatabase(t)
await sql`create table counters (name text primary key, value integer not null)`.execute(db)

async function countersAre(values: Record<string, number>): Promise<void> {
  await sql`delete from counters`.execute(db)
  for (const [name, value] of Object.entries(values))
    await sql`insert into counters values (${name}, ${value})`.execute(db)
}

async function counters(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; value: number }>`select * from counters order by name`.execute(db)
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

const readValue = async (trx: Db, name: string) =>
  (await sql<{ value: number }>`select value from counters where name = ${name}`.execute(trx)).rows[0]!.value

const increment = (trx: Db, name: string) =>
  sql`update counters set value = value + 1 where name = ${name}`.execute(trx)

/** Holds everyone who comes until `count` have come; later ones pass. */
function meeting(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come === count) resolve()
    return promise
  }
}

const raise = (trx: Db, state: string) => sql.raw(`do $$ begin raise sqlstate '${state}'; end $$`).execute(trx)

t.beforeEach(() => countersAre({ a: 0, b: 0 }))

t.test('what it does is committed, and its result handed on', async (t) => {
  t.equal(await transaction(db, async (trx) => increment(trx, 'a').then(() => 'done')), 'done')
  t.same(await counters(), { a: 1, b: 0 })
})

t.test('transactions that cannot be put in an order run again, and all are committed', async (t) => {
  let attempts = 0
  const bothHaveRead = meeting(2)
  const copyOneMore = (from: string, to: string) =>
    transaction(db, async (trx) => {
      attempts++
      await sql`set transaction isolation level serializable`.execute(trx)
      const value = await readValue(trx, from)
      await bothHaveRead()
      await sql`update counters set value = ${value + 1} where name = ${to}`.execute(trx)
    })
  await Promise.all([copyOneMore('a', 'b'), copyOneMore('b', 'a')])
  t.ok(attempts > 2, 'one of them was given up (40001)')
  t.same(Object.values(await counters()).sort(), [1, 2], 'as if one had come after the other')
})

t.test('transactions that wait for each other run again, and all are committed', async (t) => {
  let attempts = 0
  const bothHaveLocked = meeting(2)
  const incrementBoth = (first: string, second: string) =>
    transaction(db, async (trx) => {
      attempts++
      await increment(trx, first)
      await bothHaveLocked()
      await increment(trx, second)
    })
  await Promise.all([incrementBoth('a', 'b'), incrementBoth('b', 'a')])
  t.ok(attempts > 2, 'one of them was given up (40P01)')
  t.same(await counters(), { a: 2, b: 2 })
})

t.test('it gives up after five attempts', async (t) => {
  for (const state of ['40001', '40P01']) {
    let attempts = 0
    const stubborn = transaction(db, async (trx) => {
      attempts++
      await increment(trx, 'a')
      await raise(trx, state)
    })
    await t.rejects(stubborn, { code: state })
    t.equal(attempts, 5)
  }
  t.same(await counters(), { a: 0, b: 0 })
})

t.test('nothing else is tried again, a lost connection least of all: what it did is unknown', async (t) => {
  const failures: [string, (trx: Db) => Promise<unknown>][] = [
    ['a duplicate', (trx) => sql`insert into counters values ('a', 1)`.execute(trx)],
    ['a cancelled statement', (trx) => raise(trx, '57014')],
    ['an error of its own', () => Promise.reject(new TypeError('x is not a function'))],
    ['a lost connection', (trx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)]
  ]
  for (const [what, fail] of failures) {
    let attempts = 0
    const failing = transaction(db, async (trx) => {
      attempts++
      await increment(trx, 'a')
      await fail(trx)
    })
    await t.rejects(failing, what)
    t.equal(attempts, 1, what)
  }
  t.same(await counters(), { a: 0, b: 0 })
})

t.test('nothing is committed once the signal is aborted, not even what is done already', async (t) => {
  const reason = new Error('too late')
  const controller = new AbortController()
  const late = transaction(
    db,
    async (trx) => {
      await increment(trx, 'a')
      controller.abort(reason)
    },
    controller.signal
  )
  await t.rejects(late, reason)
  await t.rejects(
    transaction(db, (trx) => increment(trx, 'b'), AbortSignal.abort(reason)),
    reason
  )
  t.same(await counters(), { a: 0, b: 0 })
})

t.test('every connection is back in the pool', async (t) => {
  t.equal(pool.idleCount, pool.totalCount)
})
