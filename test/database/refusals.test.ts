import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { databaseRefusal } from '../../src/database/refusals.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db, pool, url } = await pooledDatabase(t)
await sql`create table words (text text primary key, of text references words, short varchar(3))`.execute(db)

/** The error that PostgreSQL gives for a statement. */
const errorOf = async (statement: string, parameters: unknown[] = []): Promise<Error & { code?: string }> =>
  pool.query(statement, parameters).then(
    () => Promise.reject(new Error(`PostgreSQL took: ${statement}`)),
    (error) => error
  )

const isRefusedWith = (t: Test, error: Error, status: number, what: string) =>
  t.match(databaseRefusal(error), { status, detail: /^[A-Z][^{}$"]+$/ }, `${what}: ${error.message}`)

t.test('what JSON can say and PostgreSQL cannot store is a fault of the request', async (t) => {
  const cases: [code: string, statement: string, parameters?: unknown[]][] = [
    ['22001', `insert into words values ('a', null, 'too long')`],
    ['22003', 'select 99999999999::int4'],
    ['22007', `select 'yesterday morning'::date`],
    ['22008', `select '2026-02-30'::date`],
    ['22009', `select '2026-01-01 00:00+99:00'::timestamptz`],
    ['22021', 'select $1::text', ['NUL \0']],
    ['22P02', 'select $1::uuid', ['42']],
    ['22P02', 'select $1::jsonb', [String.raw`"half a pair \ud800"`]],
    ['22P05', 'select $1::jsonb', [String.raw`"NUL \u0000"`]],
    ['2201W', 'select 1 limit $1', [-1]],
    ['54000', `insert into words select string_agg(md5(n::text), '') from generate_series(1, 1000) as n`],
    ['54001', 'select $1::jsonb', ['['.repeat(100_000)]]
  ]
  for (const [code, statement, parameters] of cases) {
    const error = await errorOf(statement, parameters)
    t.equal(error.code, code, statement)
    isRefusedWith(t, error, 400, code)
  }
})

t.test('what contradicts the rows that are there is a conflict', async (t) => {
  await sql`insert into words values ('cane')`.execute(db)
  for (const [code, statement] of [
    ['23505', `insert into words values ('cane')`],
    ['23503', `insert into words values ('gatto', 'nowhere')`]
  ] as const) {
    const error = await errorOf(statement)
    t.equal(error.code, code)
    isRefusedWith(t, error, 409, code)
  }
})

t.test('what may go well the next time is "try again"', async (t) => {
  const passing = ['40001', '40P01', '53300', '57014', '57P01', '57P02', '57P03', '08006', '08P01']
  for (const code of passing) {
    const error = await errorOf(`do $$ begin raise sqlstate '${code}'; end $$`)
    t.equal(error.code, code)
    isRefusedWith(t, error, 503, code)
  }
  isRefusedWith(t, await errorOf('select from nowhere'), 503, 'a table that is yet to be migrated')
  isRefusedWith(t, await errorOf('select pg_terminate_backend(pg_backend_pid())'), 503, 'a terminated connection')
})

t.test('so is a database that cannot be reached, or says nothing', async (t) => {
  const reach = async (config: pg.PoolConfig) => {
    const pool = new pg.Pool(config)
    const error: Error = await pool.query('select pg_sleep(5)').catch((error) => error)
    await pool.end()
    return error
  }
  const other = (part: Partial<URL>) => ({ connectionString: Object.assign(new URL(url), part).href })
  isRefusedWith(t, await reach(other({ port: '1' })), 503, 'a closed port')
  isRefusedWith(t, await reach(other({ hostname: 'nowhere.invalid' })), 503, 'an unknown host')
  isRefusedWith(t, await reach(other({ pathname: '/nowhere' })), 503, 'an unknown database')
  isRefusedWith(t, await reach({ connectionString: url, query_timeout: 50 }), 503, 'an answer that is late')
  isRefusedWith(t, await reach({ connectionString: url, statement_timeout: 50 }), 503, 'a statement that takes long')

  const small = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 2_000 })
  const client = await small.connect()
  isRefusedWith(t, await small.query('select 1').catch((error) => error), 503, 'a pool without a free connection')
  client.release()
  await small.end()
  isRefusedWith(t, await small.query('select 1').catch((error) => error), 503, 'a pool that was closed')
  const several = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), {
    code: 'ECONNREFUSED'
  })
  isRefusedWith(t, several, 503, 'a host of several addresses, none of which answers')
})

t.test('our own faults are none of it', async (t) => {
  const faults = [
    await errorOf('select nothing from words'),
    await errorOf('selct 1'),
    await errorOf(`insert into words values (null)`),
    new TypeError('x is not a function'),
    new Error('The word Connection terminated stands in the middle'),
    Object.assign(new Error('no such file'), { code: 'ENOENT' })
  ]
  for (const error of faults) t.equal(databaseRefusal(error), undefined, error.message)
})
