import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { attemptSignIn, knownDeviceBuckets } from '../../../src/accounts/sign-in-limits.ts'
import { callerOf, sharedApp, signUp, testApp } from '../../helper.ts'
import { noRedis, startRedis } from '../../support/redis.ts'
import { until } from '../../support/until.ts'

type Attempt = { email: string; password: string; address?: string }

const WRONG = 'wrong horse'

/** Two instances on one database, behind a proxy, and a way to sign in on either. */
async function twoInstances(t: Test, env: Record<string, string> = {}) {
  const one = await testApp(t, { env: { TRUST_PROXY: '1', ...env } })
  const other = await testApp(t, { env: { TRUST_PROXY: '1', ...env, DATABASE_URL: one.databaseUrl } })
  const login = (app: FastifyInstance, { email, password, address = '192.0.2.1' }: Attempt) =>
    callerOf(app)('POST', '/v1/auth/login', { email, password }, { 'x-forwarded-for': address })
  /** So many wrong passwords at once, by turns on both, and how often each status was replied. */
  const guess = async (count: number, email: string, addressOf: (i: number) => string = () => '192.0.2.1') => {
    const replies = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        login(i % 2 ? one : other, { email, password: WRONG, address: addressOf(i) })
      )
    )
    return Object.fromEntries(
      Map.groupBy(replies, ({ statusCode }) => statusCode)
        .entries()
        .map(([status, { length }]) => [status, length])
    )
  }
  return { one, other, login, guess }
}

const everywhere = (i: number) => `198.51.${i}.7`

const stores: Record<string, { skip: string | false; envOf(t: Test): Promise<Record<string, string>> }> = {
  PostgreSQL: { skip: false, envOf: async () => ({}) },
  Redis: { skip: noRedis, envOf: async (t) => ({ REDIS_URL: (await startRedis(t)).url }) }
}

for (const [name, { skip, envOf }] of Object.entries(stores)) {
  t.test(`sign-ins that ${name} counts`, { skip }, async (t) => {
    const { one, other, login, guess } = await twoInstances(t, await envOf(t))

    t.test('of a hundred guesses at once, wherever they come from, ten are evaluated', async (t) => {
      const { email, password } = await signUp(one)
      t.same(await guess(100, email, everywhere), { 401: 10, 429: 90 })

      const refused = await login(other, { email, password, address: '203.0.113.1' })
      t.equal(refused.statusCode, 429, 'the right password is not looked at')
      const wait = Number(refused.headers['retry-after'])
      t.ok(wait > 800 && wait <= 900, `retry-after: ${wait}`)
      t.match(refused.json(), {
        type: 'urn:parlance:too-many-sign-ins',
        title: 'Too Many Requests',
        detail: `Too many attempts to sign in; try again in ${wait} s`
      })
      const inCapitals = await login(one, { email: email.toUpperCase(), password, address: '203.0.113.2' })
      t.equal(inCapitals.statusCode, 429, 'nor under another spelling')

      const atHome = knownDeviceBuckets(email)
      t.ok(await attemptSignIn(one, atHome, async () => true), 'a device that was signed in before gets in')
    })

    t.test('an account that does not exist is guessed at no further, and with the same replies', async (t) => {
      const { email } = await signUp(one)
      const replies = new Set<string>()
      for (const address of [email, 'nobody-at-all@example.org']) {
        t.same(await guess(100, address, everywhere), { 401: 10, 429: 90 })
        const { instance: _, detail, ...problem } = (await login(one, { email: address, password: WRONG })).json()
        replies.add(JSON.stringify({ ...problem, detail: detail.replace(/\d+/, 'so many') }))
      }
      t.equal(replies.size, 1)
    })

    t.test('from one address five are evaluated, and the account stays open to others', async (t) => {
      const { email, password } = await signUp(one)
      t.same(await guess(100, email, (i) => `2001:db8:0:1::${i}`), { 401: 5, 429: 95 }, 'its network is one address')
      t.equal((await login(one, { email, password, address: '2001:db8:0:1::ffff' })).statusCode, 429)
      t.equal((await login(one, { email, password, address: '2001:db8:0:2::1' })).statusCode, 200)
    })

    t.test('one address that tries many accounts is refused after a hundred', async (t) => {
      const statuses: number[] = []
      for (let i = 0; i < 110; i++) {
        const { statusCode } = await login(i % 2 ? one : other, {
          email: `account${i}@example.org`,
          password: WRONG,
          address: '203.0.113.77'
        })
        statuses.push(statusCode)
      }
      t.same(statuses, [...Array(100).fill(401), ...Array(10).fill(429)])
    })

    t.test('who knows the password signs in as often as they like', async (t) => {
      const { email, password } = await signUp(one)
      for (let i = 0; i < 12; i++) {
        t.equal((await login(i % 2 ? one : other, { email, password, address: '203.0.113.9' })).statusCode, 200)
      }
      t.same(await guess(20, email, () => '203.0.113.9'), { 401: 5, 429: 15 }, 'and nothing is left to pay, or to gain')
    })
  })

  t.test(`once the window has passed ${name} counts anew`, { skip }, async (t) => {
    const { one, login, guess } = await twoInstances(t, { ...(await envOf(t)), SIGN_IN_WINDOW_SECONDS: '2' })
    const { email, password } = await signUp(one)
    await until(async () => '429' in (await guess(12, email, everywhere)))
    await until(async () => (await login(one, { email, password, address: '203.0.113.1' })).statusCode === 200)
  })
}

t.test(
  'while Redis is away nobody signs in, others are answered, and after it all goes on',
  { skip: noRedis },
  async (t) => {
    const redis = await startRedis(t)
    const { one, other, login } = await twoInstances(t, { REDIS_URL: redis.url })
    const { email, password } = await signUp(one)
    const statuses = () =>
      Promise.all([one, other].map(async (app) => (await login(app, { email, password })).statusCode))
    t.same(await statuses(), [200, 200])

    await redis.kill()
    t.same(await statuses(), [503, 503])
    const refused = await login(one, { email, password })
    t.match(refused.json(), { type: 'urn:parlance:unavailable', detail: 'Attempts cannot be counted now; try again' })
    t.equal(refused.headers['retry-after'], '5')
    t.equal((await callerOf(one)('GET', '/v1/courses')).statusCode, 200)
    t.equal((await callerOf(one)('GET', '/health/ready')).statusCode, 200)

    await redis.start()
    await until(async () => (await statuses()).every((status) => status === 200))
  }
)

t.test(
  'the owner of an account that is being guessed at gets in from a device that was signed in before',
  async (t) => {
    const { one, other, login, guess } = await twoInstances(t)
    const { email, password, deviceToken, user } = await signUp(one)
    await guess(20, email, everywhere)
    t.equal((await login(one, { email, password })).statusCode, 429)
    const from = (deviceToken: string, password: string) =>
      callerOf(other)('POST', '/v1/auth/login', { email, password, deviceToken })
    const signedIn = await from(deviceToken, password)
    t.equal(signedIn.statusCode, 200)
    t.match(signedIn.json(), { user: { id: user.id } })
    for (const strange of [(await signUp(one)).deviceToken, 'made up', `${deviceToken}A`]) {
      t.equal((await from(strange, password)).statusCode, 429)
    }
    const { deviceToken: another } = signedIn.json()
    for (let i = 0; i < 10; i++) t.equal((await from(i % 2 ? another : deviceToken, WRONG)).statusCode, 401)
    t.equal((await from(deviceToken, password)).statusCode, 429, 'who has a device, or many, may not guess for ever')
  }
)

t.test('a signed-in user confirms by password as often as may be mistyped', async (t) => {
  const app = await sharedApp()
  const { call, password } = await signUp(app)
  const change = (currentPassword: string) =>
    call('PUT', '/v1/me/password', { currentPassword, newPassword: 'another correct horse' })
  const replies = await Promise.all(Array.from({ length: 30 }, () => change(WRONG)))
  t.equal(replies.filter(({ statusCode }) => statusCode === 403).length, 10)
  t.equal((await change(password)).statusCode, 429)
})

t.test('nobody has many mails sent to one address', async (t) => {
  const app = await sharedApp()
  const { email } = await signUp(app)
  for (const address of [email, 'nobody@example.org']) {
    const forgot = () => callerOf(app)('POST', '/v1/auth/forgot-password', { email: address })
    const replies = await Promise.all(Array.from({ length: 12 }, forgot))
    t.equal(replies.filter(({ statusCode }) => statusCode === 202).length, 5)
    t.match((await forgot()).json(), { status: 429, type: 'urn:parlance:too-many-mails' })
  }
})
