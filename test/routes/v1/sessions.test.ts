import t from 'tap'
import { callerOf, secondApp, signUp, testApp } from '../../helper.ts'
import { keptLog } from '../../support/kept-log.ts'
import { until } from '../../support/until.ts'

const log = keptLog()
const app = await testApp(t, {
  env: { CORS_ORIGINS: 'https://app.example.org', LOG_LEVEL: 'warn' },
  server: { logger: log.logger }
})
const other = await secondApp(t, app)
const call = callerOf(app)

const login = async (email: string, password: string, headers?: Record<string, string>) =>
  (await call('POST', '/v1/auth/login', { email, password }, headers)).json()
const refresh = (refreshToken: string, instance = app) =>
  callerOf(instance)('POST', '/v1/auth/refresh', { refreshToken })
const me = (accessToken: string, instance = app) =>
  callerOf(instance, { authorization: `Bearer ${accessToken}` })('GET', '/v1/me')
/** Waits until another instance refuses a token too; it must within five seconds. */
const refusedElsewhere = (accessToken: string) =>
  until(async () => (await me(accessToken, other)).statusCode === 401, 5_000)

t.test('a refresh gives new tokens, on any instance, and the old one is used up', async (t) => {
  const { refreshToken } = await signUp(app)
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => refresh(refreshToken, i % 2 === 0 ? app : other))
  )
  t.same(
    replies.map(({ statusCode }) => statusCode),
    Array(20).fill(200)
  )
  t.equal(new Set(replies.map((reply) => reply.json().refreshToken)).size, 1)
  const { accessToken, refreshToken: next, expiresIn } = replies[0]!.json()
  t.equal(expiresIn, 900)
  t.equal(replies[0]!.headers['cache-control'], 'no-store')
  t.equal((await me(accessToken, other)).statusCode, 200)
  t.equal((await refresh(next)).statusCode, 200)
})

t.test('an old token is theft: its session ends everywhere, and the log says so without the token', async (t) => {
  const { refreshToken, accessToken, user } = await signUp(app)
  const second = (await refresh(refreshToken)).json()
  const third = (await refresh(second.refreshToken)).json()
  t.match((await refresh(refreshToken)).json(), { status: 401, type: 'urn:parlance:unauthorized' })
  for (const token of [accessToken, second.accessToken, third.accessToken]) {
    t.equal((await me(token)).statusCode, 401)
    await refusedElsewhere(token)
  }
  t.equal((await refresh(third.refreshToken)).statusCode, 401)
  const line = log.lines.find(({ event, userId }) => event === 'refresh-token-reuse' && userId === user.id)
  t.ok(line)
  t.notOk(JSON.stringify(log.lines).includes(refreshToken))
})

t.test('who signs out is signed out everywhere within seconds, and may do so again', async (t) => {
  const { refreshToken, accessToken } = await signUp(app)
  const { refreshToken: next } = (await refresh(refreshToken)).json()
  for (const token of [next, refreshToken, 'no token at all']) {
    t.equal((await call('POST', '/v1/auth/logout', { refreshToken: token })).statusCode, 204)
  }
  t.equal((await me(accessToken)).statusCode, 401)
  await refusedElsewhere(accessToken)
  t.equal((await refresh(next, other)).statusCode, 401)
  t.equal((await call('POST', '/v1/auth/logout', {})).statusCode, 401, 'nobody was named')
})

t.test('sessions are listed with their devices, and ended one by one or all others', async (t) => {
  const { email, password, call: ada, user } = await signUp(app)
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const second = await login(email, password, { 'user-agent': firefox })
  const third = await login(email, password, { 'user-agent': 'Parlance/3.1 (Android 16)' })

  const { items } = (await ada('GET', '/v1/me/sessions')).json()
  t.match(items, [
    { current: true },
    { device: 'Firefox on Linux', current: false },
    { device: 'Parlance on Android', current: false }
  ])
  const page = (await ada('GET', '/v1/me/sessions?limit=2')).json()
  t.equal(page.items.length, 2)
  const rest = (await ada('GET', `/v1/me/sessions?cursor=${page.nextCursor}`)).json()
  t.same([...page.items, ...rest.items], items)

  t.equal((await ada('DELETE', `/v1/me/sessions/${items[1].id}`)).statusCode, 204)
  t.equal((await ada('DELETE', `/v1/me/sessions/${items[1].id}`)).statusCode, 404)
  t.equal((await me(second.accessToken)).statusCode, 401)
  t.equal((await me(third.accessToken)).statusCode, 200)

  const stranger = await signUp(app)
  t.equal((await stranger.call('DELETE', `/v1/me/sessions/${items[0].id}`)).statusCode, 404)
  t.equal((await ada('DELETE', '/v1/me/sessions')).statusCode, 204)
  t.equal((await me(third.accessToken)).statusCode, 401)
  await refusedElsewhere(third.accessToken)
  t.equal((await refresh(third.refreshToken)).statusCode, 401)
  t.equal((await ada('GET', '/v1/me')).json().id, user.id)
})

t.test('browsers get the refresh token in a cookie, which only the app may use', async (t) => {
  const { email, password } = await signUp(app)
  const reply = await call('POST', '/v1/auth/login?cookie=true', { email, password })
  t.equal(reply.json().refreshToken, null)
  const cookie = String(reply.headers['set-cookie'])
  const name = '__Host-parlance-refresh'
  t.match(cookie, new RegExp(`^${name}=[\\w-]+; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict$`))
  const sent = cookie.split(';')[0]!
  const origin = 'https://app.example.org'

  for (const from of [
    undefined,
    'null',
    'https://evil.example.org',
    'https://app.example.org.evil.org',
    `${origin}/`
  ]) {
    for (const path of ['/v1/auth/refresh', '/v1/auth/logout']) {
      const refused = await call('POST', path, {}, { cookie: sent, ...(from && { origin: from }) })
      t.equal(refused.statusCode, 403, `${path} from ${from}`)
    }
  }
  const refreshed = await call('POST', '/v1/auth/refresh', {}, { cookie: sent, origin })
  t.equal(refreshed.statusCode, 200)
  t.equal(refreshed.json().refreshToken, null)
  const next = String(refreshed.headers['set-cookie']).split(';')[0]!
  t.not(next, sent)
  const left = await call('POST', '/v1/auth/logout', {}, { cookie: next, origin })
  t.match(left.headers['set-cookie'], new RegExp(`^${name}=; Max-Age=0;`))
  t.equal((await call('POST', '/v1/auth/refresh', {}, { cookie: next, origin })).statusCode, 401)
  t.equal((await me(refreshed.json().accessToken)).statusCode, 401)
})

t.test('a page that is not the app’s gets no cookie', async (t) => {
  const { email, password } = await signUp(app)
  const login = (origin: string) => call('POST', '/v1/auth/login?cookie=true', { email, password }, { origin })
  const refused = await login('https://evil.example.org')
  t.equal(refused.statusCode, 403)
  t.notOk('set-cookie' in refused.headers)
  t.equal((await login('https://app.example.org')).statusCode, 200)
})

t.test('one kind of token is not good for what the other is', async (t) => {
  const { refreshToken, accessToken, deviceToken } = await signUp(app)
  for (const token of [accessToken, deviceToken, 'x', '']) t.equal((await refresh(token)).statusCode, 401)
  for (const token of [refreshToken, deviceToken]) t.equal((await me(token)).statusCode, 401)
  for (const token of [refreshToken, accessToken, deviceToken]) {
    t.equal((await call('POST', '/v1/auth/verify-email', { token })).statusCode, 410)
  }
})

t.test('a session that was ended before an instance started is known to it', async (t) => {
  const { refreshToken, accessToken } = await signUp(app)
  await call('POST', '/v1/auth/logout', { refreshToken })
  t.equal((await me(accessToken, await secondApp(t, app))).statusCode, 401)
})
