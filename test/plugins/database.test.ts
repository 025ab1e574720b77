import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { databaseRefusal } from '../../src/database/refusals.ts'
import { callerOf, signUp, testApp, testEnv } from '../helper.ts'
import { ownDatabase, sharedDatabase } from '../support/database.ts'
import { keptLog } from '../support/kept-log.ts'
import { standInFor } from '../support/stand-in.ts'
import { until } from '../support/until.ts'

// Most of this is waiting for limits to be reached.
t.jobs = 8

/** Another client of the app's database. */
async function otherClient(t: Test, app: FastifyInstance): Promise<pg.Client> {
  const client = new pg.Client(app.databaseUrl)
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end())
  return client
}

/** An app whose database can be made to go away. */
async function appBehindStandIn(t: Test, env: Record<string, string>) {
  const standIn = await standInFor(t, await sharedDatabase())
  return { standIn, app: await testApp(t, { env: { ...env, DATABASE_URL: standIn.url } }) }
}

/** Calls until the reply has that status; the test's own time limit is the only one. */
async function callUntil(app: FastifyInstance, url: string, status: number) {
  const call = callerOf(app)
  for (;;) {
    const reply = await call('GET', url)
    if (reply.statusCode === status) return reply
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const answerOf = async (app: FastifyInstance) => (await sql<{ n: number }>`select 42 as n`.execute(app.db)).rows[0]?.n

t.test('connections that PostgreSQL ends while they are idle cost nothing', async (t) => {
  const app = await testApp(t, { env: { DATABASE_URL: await ownDatabase() } })
  const call = callerOf(app)
  await Promise.all(['/v1/courses', '/v1/courses', '/health'].map((url) => call('GET', url)))
  const admin = await otherClient(t, app)
  const lost = once(app.pg.pool, 'error')
  const { totalCount } = app.pg.pool
  let removed = 0
  app.pg.pool.on('remove', () => removed++)
  await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where datname = current_database() and application_name = 'parlance'`
  )
  await lost
  // The server itself makes new ones meanwhile.
  await until(() => removed >= totalCount)
  t.equal((await call('GET', '/v1/courses')).statusCode, 200)
})

t.test('a connection that PostgreSQL ends inside a transaction costs that transaction only', async (t) => {
  const app = await testApp(t)
  const admin = await otherClient(t, app)
  const terminated = app.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await admin.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid])
    // The loss is noticed between two statements, while other requests go on.
    t.equal(await answerOf(app), 42)
    await sql`select 1`.execute(trx)
  })
  await t.rejects(terminated)
  t.equal(await answerOf(app), 42)
  t.equal((await callerOf(app)('GET', '/health/ready')).statusCode, 200)
})

t.test('a request whose connection is lost or whose statement takes too long gets a 503', async (t) => {
  const DATABASE_URL = await ownDatabase()
  const app = await testApp(t, { env: { DATABASE_URL, DATABASE_STATEMENT_TIMEOUT_MS: '2000' } })
  const { call } = await signUp(app)
  const blocker = await otherClient(t, app)
  await blocker.query('begin; lock table users')

  const cancelled = call('GET', '/v1/me')
  t.match((await cancelled).json(), { status: 503, type: 'urn:parlance:unavailable', detail: /took too long/ })

  const lost = call('GET', '/v1/me')
  const waiting = `select pid from pg_locks where not granted and relation = 'users'::regclass`
  for (let found = 0; found === 0; ) found = (await blocker.query(waiting)).rowCount ?? 0
  await blocker.query(`select pg_terminate_backend(pid, 5000) from (${waiting}) as waiting`)
  t.match((await lost).json(), { status: 503, type: 'urn:parlance:unavailable', detail: /try again/ })
  t.equal((await lost).headers['retry-after'], '1')

  await blocker.query('rollback')
  // A machine with too much to do may put it off for a while, with a 503 of its own.
  let status = 503
  while (status === 503) status = (await call('GET', '/v1/me')).statusCode
  t.equal(status, 200)
})

t.test('a connection that does not answer in time is destroyed, so that its late answer reaches nobody', async (t) => {
  // Long enough for the statements of a start, on whatever machine.
  const timeout = 2_000
  const env = {
    DATABASE_POOL_MAX: '1',
    DATABASE_STATEMENT_TIMEOUT_MS: '0',
    DATABASE_QUERY_TIMEOUT_MS: String(timeout)
  }
  const app = await testApp(t, { env })

  await t.rejects(sql`select 'late' as n, pg_sleep(2.5)`.execute(app.db), { message: 'Query read timeout' })
  t.same(await Promise.all([1, 2, 3].map(() => answerOf(app))), [42, 42, 42])

  const start = performance.now()
  const error = await app.db
    .transaction()
    .execute((trx) => sql`select 'late' as n, pg_sleep(2.5)`.execute(trx))
    .catch((error) => error)
  t.match(databaseRefusal(error), { status: 503 })
  t.ok(performance.now() - start < 2 * timeout, 'the rollback did not wait a second time')
  t.equal(await answerOf(app), 42)
})

t.test('with a database that no longer says a word requests get a 503 in time, and work when it is back', async (t) => {
  const env = { DATABASE_POOL_MAX: '2', DATABASE_ACQUIRE_TIMEOUT_MS: '1000', DATABASE_QUERY_TIMEOUT_MS: '2000' }
  const { app, standIn } = await appBehindStandIn(t, env)
  const call = callerOf(app)
  const refused = async () => {
    const start = performance.now()
    const replies = await Promise.all(Array.from({ length: 6 }, () => call('GET', '/v1/courses')))
    t.same(new Set(replies.map(({ statusCode }) => statusCode)), new Set([503]))
    t.match(replies[0]!.json(), { type: 'urn:parlance:unavailable', detail: /The database does not answer/ })
    return performance.now() - start
  }

  await call('GET', '/v1/courses')
  standIn.presence = 'silent'
  t.ok((await refused()) < 5_000, 'on connections that were made before')
  standIn.cut()
  t.ok((await refused()) < 5_000, 'on new connections, within the time to acquire one')
  const live = await call('GET', '/health/live')
  t.equal(live.statusCode, 200)
  t.match((await call('GET', '/health/ready')).json(), { status: 'down', checks: { database: { status: 'down' } } })

  standIn.presence = 'there'
  await callUntil(app, '/v1/courses', 200)
  t.equal((await callUntil(app, '/health/ready', 200)).json().status, 'up')
})

t.test('without a database the server starts, is alive but not ready, and migrates once there is one', async (t) => {
  const standIn = await standInFor(t, await ownDatabase({ empty: true }), 'away')
  const log = keptLog()
  const started = performance.now()
  const app = await buildApp({
    server: { logger: log.logger },
    env: { ...testEnv, DATABASE_URL: standIn.url, LOG_LEVEL: 'warn', DATABASE_ACQUIRE_TIMEOUT_MS: '1000' }
  })
  t.teardown(() => app.close())
  await app.ready()
  t.ok(performance.now() - started < 7_000, 'start-up waits for it no longer than five seconds')

  const call = callerOf(app)
  t.equal((await call('GET', '/health/live')).statusCode, 200)
  t.equal((await call('GET', '/health')).statusCode, 503)
  const notReady = await call('GET', '/health/ready')
  t.equal(notReady.statusCode, 503)
  t.match(notReady.json(), { status: 'down', checks: { database: { status: 'down', detail: /^no answer/ } } })
  t.equal((await call('GET', '/v1/courses')).statusCode, 503)
  const attempts = log.lines.flatMap(
    ({ msg }) => msg?.match(/^The database does not answer \(.+\); .* (\d+) ms$/) ?? []
  )
  t.same(
    attempts.filter((part) => /^\d+$/.test(part)).slice(0, 4),
    ['250', '500', '1000', '2000'],
    'each attempt has its line, and waits longer'
  )

  standIn.presence = 'there'
  await app.migrated
  t.equal((await call('GET', '/health/ready')).statusCode, 200)
  t.equal((await call('GET', '/v1/courses')).statusCode, 200)
})

for (const presence of ['away', 'silent'] as const) {
  t.test(`a server that waits for a database which is ${presence} closes without another attempt`, async (t) => {
    const standIn = await standInFor(t, 'postgres://nobody@127.0.0.1:1/nothing', presence)
    const app = await buildApp({ env: { ...testEnv, DATABASE_URL: standIn.url, DATABASE_ACQUIRE_TIMEOUT_MS: '1000' } })
    const start = performance.now()
    await app.close()
    // An attempt that is under way ends within its second; the next would be nearly three seconds away.
    t.ok(performance.now() - start < 2_500)
    await t.rejects(app.databaseConnected, 'whoever waits for the database is told')
  })
}

t.test('closing ends the pool once', async (t) => {
  const app = await testApp(t)
  const { pool } = app.pg
  const ends = t.capture(pool, 'end', pool.end)
  await app.close()
  t.equal(ends().length, 1)
  t.ok(pool.ended)
})
