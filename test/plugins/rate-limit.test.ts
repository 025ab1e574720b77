import t from 'tap'
import { testApp } from '../helper.ts'
import { noRedis, startRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

type Client = { remoteAddress?: string; headers?: Record<string, string> }

const limits = { RATE_LIMIT: '2', SIGN_IN_RATE_LIMIT: '1' }
const limited = await testApp(t, { env: limits })

let strangers = 0

/** How a client that is new here, unless it says otherwise, asks an app of which everyone may ask twice a minute. */
function newClient(app = limited) {
  const remoteAddress = `198.18.0.${++strangers}`
  const ask = (client: Client = {}, url = '/v1/courses') => app.inject({ url, remoteAddress, ...client })
  const statuses = async (...clients: Client[]) => {
    const replies = []
    for (const client of clients) replies.push((await ask(client)).statusCode)
    return replies
  }
  return { remoteAddress, ask, statuses }
}

t.test('every reply says what is left, and the one too many is a problem that says when to come again', async (t) => {
  const { ask } = newClient()
  for (const remaining of ['1', '0']) {
    const { statusCode, headers } = await ask()
    t.equal(statusCode, 200)
    t.match(headers, { 'ratelimit-limit': '2', 'ratelimit-remaining': remaining, 'ratelimit-reset': /^\d+$/ })
    t.notOk('retry-after' in headers)
  }
  const { headers, ...refused } = await ask()
  t.match(refused.json(), {
    type: 'urn:parlance:too-many-requests',
    title: 'Too Many Requests',
    status: 429,
    detail: /^Too many requests; try again in \d+ s$/,
    instance: /./
  })
  t.match(headers, { 'content-type': /^application\/problem\+json/, 'ratelimit-remaining': '0' })
  const wait = Number(headers['retry-after'])
  t.ok(wait > 0 && wait <= 60, `retry-after: ${wait}`)
})

t.test('health and metrics are never refused', async (t) => {
  const { ask } = newClient()
  for (const url of ['/health', '/health/live', '/health/ready', '/metrics']) {
    for (let i = 0; i < 4; i++) t.equal((await ask({}, url)).statusCode, 200, url)
  }
})

t.test('who has signed in counts as themselves wherever they are, others as their address', async (t) => {
  const { ask } = newClient()
  const as = (id: string) => {
    const { accessToken } = limited.signAccessToken({ id, role: 'learner' }, id)
    return { headers: { authorization: `Bearer ${accessToken}` } }
  }
  const ada = as('0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b')
  const bob = as('0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1c')
  const statusOf = async (client: Client) => (await ask(client, '/v1/me/enrollments')).statusCode
  t.equal(await statusOf(ada), 200)
  t.equal(await statusOf({ ...ada, remoteAddress: '192.0.2.1' }), 200)
  t.equal(await statusOf({ ...ada, remoteAddress: '192.0.2.2' }), 429)
  t.equal(await statusOf(bob), 200, 'another learner at the same address')
  t.equal((await ask()).statusCode, 200, 'and the address itself')
})

t.test('X-Forwarded-For chosen by the client evades nothing', async (t) => {
  const { statuses } = newClient()
  const forged = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((address) => ({
    headers: { 'x-forwarded-for': address }
  }))
  t.strictSame(await statuses(...forged), [200, 200, 429])
})

t.test('behind a trusted proxy its clients are told apart by what it adds, not by what they add', async (t) => {
  const { statuses } = newClient(await testApp(t, { env: { ...limits, TRUST_PROXY: '1' } }))
  const from = (address: string, claimed: string) => ({ headers: { 'x-forwarded-for': `${claimed}, ${address}` } })
  t.strictSame(
    await statuses(
      from('203.0.113.1', '10.0.0.1'),
      from('203.0.113.1', '10.0.0.2'),
      from('203.0.113.1', '10.0.0.3'),
      from('203.0.113.2', '10.0.0.1')
    ),
    [200, 200, 429, 200]
  )
})

t.test('addresses of one IPv6 network are one client', async (t) => {
  const { statuses } = newClient()
  t.strictSame(
    await statuses(
      ...['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:1:ffff::3', '2001:db8:0:2::1'].map((remoteAddress) => ({
        remoteAddress
      }))
    ),
    [200, 200, 429, 200]
  )
  t.strictSame(
    await statuses(
      ...['198.51.100.7', '::ffff:198.51.100.7', '198.51.100.7'].map((remoteAddress) => ({ remoteAddress }))
    ),
    [200, 200, 429],
    'and one of IPv4 is the same in either notation'
  )
})

t.test('registering has a limit of its own', async (t) => {
  const { ask, remoteAddress } = newClient()
  const request = { method: 'POST', url: '/v1/auth/register', remoteAddress, payload: {} } as const
  const statuses = []
  for (let i = 0; i < 2; i++) statuses.push((await limited.inject(request)).statusCode)
  t.strictSame(statuses, [400, 429])
  t.equal((await ask()).statusCode, 200)
})

t.test('who is refused, or asks for what is not there, counts as their address', async (t) => {
  const { ask } = newClient()
  for (const [url, status] of Object.entries({ '/v1/me/enrollments': 401, '/nowhere': 404 })) {
    const client = { remoteAddress: `192.0.2.${status - 400}`, headers: { authorization: 'Bearer a.b.c' } }
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await ask(client, url)).statusCode)
    t.same(statuses, [status, status, 429], url)
  }
})

t.test('with Redis, instances count together, and while it is away nobody is refused', { skip: noRedis }, async (t) => {
  const redis = await startRedis(t)
  const instance = () => testApp(t, { env: { ...limits, REDIS_URL: redis.url } })
  const one = newClient(await instance())
  const other = newClient(await instance())
  const client = { remoteAddress: one.remoteAddress }
  t.strictSame([...(await one.statuses({}, {})), ...(await other.statuses(client))], [200, 200, 429])
  const { headers, ...refused } = await other.ask(client)
  t.match(refused.json(), { type: 'urn:parlance:too-many-requests', detail: /^Too many requests; try again in \d+ s$/ })
  t.match(headers['retry-after'], /^\d+$/)

  await redis.kill()
  t.strictSame(await one.statuses({}, {}, {}), [200, 200, 200])
  await redis.start()
  await until(async () => (await one.ask()).statusCode === 429)
})
