import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import t from 'tap'
import { callerOf, testApp } from '../helper.ts'

/** Somebody's sign-in, from an address of their own where the server believes it. */
const login = (n: number) =>
  [
    'POST',
    '/v1/auth/login',
    { email: `nobody${n}@example.org`, password: 'x' },
    { 'x-forwarded-for': `2001:db8:0:${n}::1` }
  ] as const

t.test('while passwords are hashed at the cost of production, others are answered without delay', async (t) => {
  const app = await testApp(t, { env: { BCRYPT_COST: '12', HANDLER_TIMEOUT_MS: '60000' } })
  const call = callerOf(app)
  let hashing = true
  const hashed = Promise.all(Array.from({ length: 2 }, (_, n) => call(...login(n)))).finally(() => {
    hashing = false
  })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  let answered = 0
  while (hashing) {
    const { statusCode } = await call('GET', '/health/live')
    if (statusCode === 200) answered++
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  delay.disable()
  t.same(new Set((await hashed).map(({ statusCode }) => statusCode)), new Set([401]))
  // Hashed here, in bcryptjs's slices of 100 ms, no turn of the event loop would take less than those.
  t.ok(delay.percentile(50) / 1e6 < 50, `half of all turns took less than ${delay.percentile(50) / 1e6} ms`)
  t.ok(answered > 20, `${answered} requests were answered meanwhile`)
})

t.test('past a bounded queue those who sign in are asked to come again', async (t) => {
  const app = await testApp(t, { env: { BCRYPT_COST: '8', TRUST_PROXY: '1' } })
  const call = callerOf(app)
  const threads = Math.max(1, availableParallelism() - 1)
  const replies = await Promise.all(Array.from({ length: threads * 17 + 20 }, (_, n) => call(...login(n))))
  const refused = replies.filter(({ statusCode }) => statusCode === 503)
  t.ok(refused.length > 0 && refused.length < replies.length)
  t.match(refused[0]!.json(), { type: 'urn:parlance:unavailable', detail: /Too many sign-ins at once/ })
  t.equal(refused[0]!.headers['retry-after'], '2')
  t.equal(replies.length - refused.length, replies.filter(({ statusCode }) => statusCode === 401).length)
  t.equal((await call(...login(0))).statusCode, 401, 'the queue is empty again')
})
