import t from 'tap'
import { testApp } from '../helper.ts'
import { keptLog } from '../support/kept-log.ts'

const { lines, logger } = keptLog()
const app = await testApp(t, { server: { logger }, env: { LOG_LEVEL: 'info' } })

/** What is logged of the requests that `ask` makes. */
async function logged(ask: () => Promise<unknown>) {
  const before = lines.length
  await ask()
  return lines.slice(before)
}

t.test('of each request a line is written, without what its query says', async (t) => {
  const written = await logged(() => app.inject('/v1/courses?q=ada%40example.org'))
  t.equal(written.length, 1)
  t.match(written, [{ level: 30, msg: 'request', method: 'GET', url: '/v1/courses', status: 400, ms: Number }])
  t.notMatch(JSON.stringify(written), 'ada')
})

t.test('of a probe only where something is amiss', async (t) => {
  for (const url of ['/health/live', '/metrics']) t.same(await logged(() => app.inject(url)), [])
  app.leaving = true
  t.match(await logged(() => app.inject('/health/ready')), [{ msg: 'request', url: '/health/ready', status: 503 }])
})
