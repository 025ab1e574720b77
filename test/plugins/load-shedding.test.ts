import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { testApp } from '../helper.ts'
import { until } from '../support/until.ts'

/** Keeps the event loop from turning, and the processor free. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

/** The delay is measured once a second: the first time averaged with the calm before, the second time not. */
async function becomeLate() {
  for (let i = 0; i < 2; i++) {
    block(1_100)
    await turn()
    await turn()
  }
}

/** Has clients connect until there are so many. */
async function connectUntil(app: FastifyInstance, count: number) {
  const { port } = app.server.address() as AddressInfo
  const connections = promisify(app.server.getConnections.bind(app.server))
  for (let i = await connections(); i < count; i++) await once(connect(port, '127.0.0.1'), 'connect')
  await until(async () => (await connections()) === count)
}

t.test('while the event loop is late, many are refused, a few are not, and monitoring is answered', async (t) => {
  const app = await testApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })

  await connectUntil(app, 16)
  await becomeLate()
  const health = await app.inject('/health')
  t.equal(health.statusCode, 503)
  t.match(health.json(), {
    status: 'down',
    checks: { database: { status: 'up' }, eventLoop: { status: 'down', ms: Number } }
  })
  t.equal((await app.inject('/v1/courses')).statusCode, 200, 'so few do not overload it')

  await connectUntil(app, 17)
  await becomeLate()
  const shed = await app.inject('/v1/courses')
  t.match(shed.json(), {
    type: 'urn:parlance:unavailable',
    title: 'Service Unavailable',
    status: 503,
    detail: 'The server is overloaded; try again'
  })
  t.match(shed.headers, {
    'retry-after': '5',
    'content-type': /^application\/problem\+json/,
    'x-frame-options': 'DENY'
  })
  t.equal((await app.inject('/v1/me')).statusCode, 503, 'before anything is done for it')
  t.equal((await app.inject('/health/live')).statusCode, 200)
  t.equal((await app.inject('/metrics')).statusCode, 200)

  while ((await app.inject('/v1/courses')).statusCode !== 200) await wait(50)
  t.equal((await app.inject('/health')).statusCode, 200, 'once it is on time again, so is everything else')
})
