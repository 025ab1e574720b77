import t, { type Test } from 'tap'
import { callerOf, testApp } from '../helper.ts'
import { routeFile } from '../support/route-file.ts'

const routes = t.testdir({
  'when.ts': routeFile(`
    const reply = Type.Object({ now: Type.String() })
    app.get('/when', { config: { access: 'public' }, schema: { summary: 'When it is', response: { 200: reply } } },
      async ({ now }) => ({ now: now.toString() }))`)
})

async function clockOf(t: Test, NODE_ENV: string) {
  const env = { NODE_ENV, LOG_LEVEL: 'silent', JWT_SECRET: 'a secret that is long enough for production' }
  const app = await testApp(t, { routes: [routes], env })
  return (header?: string) => callerOf(app)('GET', '/when', undefined, header ? { 'x-parlance-now': header } : {})
}

t.test('where nobody studies in earnest a header says what time it is', async (t) => {
  for (const environment of ['development', 'test']) {
    const ask = await clockOf(t, environment)
    t.match((await ask('2026-10-25T01:30:00+02:00')).json(), { now: '2026-10-24T23:30:00Z' })
    const reply = await ask('yesterday')
    t.equal(reply.statusCode, 400)
    t.match(reply.json().errors, [{ pointer: '/headers/x-parlance-now' }])
  }
})

t.test('elsewhere it is ignored', async (t) => {
  const ask = await clockOf(t, 'production')
  const before = Temporal.Now.instant()
  const { now } = (await ask('2026-10-25T01:30:00Z')).json()
  t.ok(Temporal.Instant.compare(before, now) <= 0)
})
