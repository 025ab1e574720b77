import t from 'tap'
import { callerOf, sharedApp } from '../helper.ts'

t.test('health tells of the database, the migrations and the event loop', async (t) => {
  const app = await sharedApp()
  const call = callerOf(app)
  let reply = await call('GET', '/health')
  // The event loop of a machine with too much to do is late after a start.
  while (reply.statusCode === 503) reply = await call('GET', '/health')
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), {
    status: 'up',
    version: /^\d+\.\d+\.\d+$/,
    checks: { database: { status: 'up' }, migrations: { status: 'up' }, eventLoop: { status: 'up' } }
  })
  t.equal((await call('GET', '/health/live')).statusCode, 200)
  t.equal((await call('GET', '/health/ready')).statusCode, 200)
  t.match((await call('GET', '/metrics')).body, /http_request_duration_seconds_bucket\{.*route="\/health"/)
})
