import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { connectForMaintenance } from '../../src/database/connect.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { migrationNames } from '../../src/database/migrations-folder.ts'
import { callerOf, testEnv } from '../helper.ts'
import { ownDatabase } from '../support/database.ts'
import { keptLog } from '../support/kept-log.ts'

async function appOnEmptyDatabase(t: Test, env: Record<string, string>) {
  const url = await ownDatabase({ empty: true })
  const log = keptLog()
  const app = await buildApp({
    server: { logger: log.logger },
    env: { ...testEnv, DATABASE_URL: url, LOG_LEVEL: 'info', ...env }
  })
  t.teardown(() => app.close())
  await app.ready()
  return { app, log, url }
}

t.test('in production the server is not ready until somebody has migrated its database', async (t) => {
  const env = { NODE_ENV: 'production', JWT_SECRET: 'in a test this need not be a good secret' }
  const { app, url } = await appOnEmptyDatabase(t, env)
  const call = callerOf(app)
  const before = await call('GET', '/health/ready')
  t.equal(before.statusCode, 503)
  const detail = `pending: ${migrationNames().join(', ')}`
  t.match(before.json(), { checks: { database: { status: 'up' }, migrations: { status: 'down', detail } } })
  t.match((await call('GET', '/v1/courses')).json(), { status: 503, detail: /not migrated yet/ })
  t.equal((await call('GET', '/health/live')).statusCode, 200)

  const db = connectForMaintenance(url)
  await migrateToLatest(db)
  await db.destroy()
  t.equal((await call('GET', '/health/ready')).statusCode, 200)
  t.equal((await call('GET', '/v1/courses')).statusCode, 200)
})

t.test('elsewhere, or where MIGRATE_ON_START says so, it migrates and says what it ran', async (t) => {
  const { app, log } = await appOnEmptyDatabase(t, { MIGRATE_ON_START: 'true' })
  t.equal((await callerOf(app)('GET', '/health/ready')).statusCode, 200)
  t.match(
    log.lines.find(({ msg }) => msg === 'migrated the database'),
    { migrations: migrationNames() }
  )
})
