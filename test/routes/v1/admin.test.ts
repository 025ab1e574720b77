import t from 'tap'
import { callerOf, secondApp, signUp, testApp } from '../../helper.ts'
import { until } from '../../support/until.ts'

const app = await testApp(t)
const other = await secondApp(t, app)

const admin = await signUp(app)
await app.db.updateTable('users').set({ role: 'admin' }).where('id', '=', admin.user.id).execute()
const asAdmin = callerOf(app, {
  authorization: `Bearer ${app.signAccessToken({ id: admin.user.id, role: 'admin' }, admin.user.id).accessToken}`
})
/** What a token may do on another instance. */
const elsewhere = (accessToken: string) => callerOf(other, { authorization: `Bearer ${accessToken}` })

t.test('users are found by the beginning of their address, page by page', async (t) => {
  for (const name of ['zoe', 'zoe%', 'zoe_1', 'zoea']) {
    const body = { email: `${name}@example.org`, password: 'correct horse', displayName: 'Zoe' }
    t.equal((await callerOf(app)('POST', '/v1/auth/register', body)).statusCode, 201)
  }
  const find = async (query: string) =>
    (await asAdmin('GET', `/v1/admin/users?${query}`)).json().items.map(({ email }: { email: string }) => email)
  t.same(await find('email=ZOE'), ['zoe%@example.org', 'zoe@example.org', 'zoe_1@example.org', 'zoea@example.org'])
  t.same(await find('email=zoe%25'), ['zoe%@example.org'])
  t.same(await find('email=zoe_'), ['zoe_1@example.org'])
  t.same(await find('email=%5C'), [])

  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: { email: string }[]; nextCursor: string | null } = (
      await asAdmin('GET', `/v1/admin/users?email=zoe&limit=3${cursor && `&cursor=${cursor}`}`)
    ).json()
    seen.push(...page.items.map(({ email }) => email))
    cursor = page.nextCursor
  }
  t.same(seen, await find('email=zoe'))
  t.notMatch((await asAdmin('GET', '/v1/admin/users')).body, /\$2b\$|passwordHash/)
})

t.test('another role acts within five seconds, on every instance and in tokens that say otherwise', async (t) => {
  const { user, accessToken, refreshToken } = await signUp(app)
  const mayAdminister = async () => (await elsewhere(accessToken)('GET', '/v1/admin/users')).statusCode === 200
  t.notOk(await mayAdminister())
  const changed = await asAdmin('PATCH', `/v1/admin/users/${user.id}`, { role: 'admin' })
  t.match(changed.json(), { id: user.id, role: 'admin', disabledAt: null })
  await until(mayAdminister, 5_000)
  await asAdmin('PATCH', `/v1/admin/users/${user.id}`, { role: 'learner' })
  await until(async () => !(await mayAdminister()), 5_000)
  const { accessToken: fresh } = (await callerOf(app)('POST', '/v1/auth/refresh', { refreshToken })).json()
  t.equal((await elsewhere(fresh)('GET', '/v1/admin/users')).statusCode, 403)
})

t.test('a disabled account is signed out and stays out until it is enabled', async (t) => {
  const { user, accessToken, refreshToken, email, password } = await signUp(app)
  const login = (body: object) => callerOf(app)('POST', '/v1/auth/login', { email, ...body })
  const disable = (disabled: boolean) => asAdmin('PATCH', `/v1/admin/users/${user.id}`, { disabled })
  t.match((await disable(true)).json().disabledAt, /Z$/)
  await until(async () => (await elsewhere(accessToken)('GET', '/v1/me')).statusCode === 401, 5_000)
  t.equal((await callerOf(app)('POST', '/v1/auth/refresh', { refreshToken })).statusCode, 401)
  t.equal((await login({ password })).statusCode, 403)
  t.equal((await login({ password: 'wrong horse' })).statusCode, 401, 'only its owner learns why')
  t.equal((await disable(false)).json().disabledAt, null)
  t.equal((await login({ password })).statusCode, 200)
})

t.test('a user is signed out everywhere', async (t) => {
  const { user, call } = await signUp(app)
  t.equal((await asAdmin('DELETE', `/v1/admin/users/${user.id}/sessions`)).statusCode, 204)
  t.equal((await call('GET', '/v1/me')).statusCode, 401)
})

t.test('an administrator who has ceased to be one does nothing more, also where the token is still good', async (t) => {
  const [former, friend] = [await signUp(app), await signUp(app)]
  const token = other.signAccessToken({ id: former.user.id, role: 'admin' }, former.user.id).accessToken
  const asFormer = elsewhere(token)
  for (const role of ['admin', 'learner']) {
    await app.db.updateTable('users').set({ role }).where('id', '=', former.user.id).execute()
    const reply = await asFormer('PATCH', `/v1/admin/users/${friend.user.id}`, { role: 'author' })
    t.equal(reply.statusCode, role === 'admin' ? 200 : 403)
  }
  await app.db.updateTable('users').set({ role: 'admin' }).where('id', '=', former.user.id).execute()
  const demote = (call: typeof asFormer, id: string) => call('PATCH', `/v1/admin/users/${id}`, { role: 'learner' })
  const both = await Promise.all([demote(asFormer, admin.user.id), demote(asAdmin, former.user.id)])
  t.same(both.map(({ statusCode }) => statusCode).sort(), [200, 403], 'of two who demote each other one stays')
  await app.db.updateTable('users').set({ role: 'admin' }).where('id', '=', admin.user.id).execute()
  const { role_changed_at: before } = await app.db
    .selectFrom('users')
    .select('role_changed_at')
    .where('id', '=', friend.user.id)
    .executeTakeFirstOrThrow()
  await asAdmin('PATCH', `/v1/admin/users/${friend.user.id}`, { role: 'learner' })
  const { role_changed_at: after } = await app.db
    .selectFrom('users')
    .select('role_changed_at')
    .where('id', '=', friend.user.id)
    .executeTakeFirstOrThrow()
  t.ok(before! < after!, 'changes are told apart by their time')
})

t.test('the log of what was done can be added to, and nothing else', async (t) => {
  const count = async () => (await app.pg.query('select count(*) from audit_log')).rows[0].count
  const before = await count()
  t.ok(before > 0)
  await app.pg.query(`update audit_log set action = 'nothing'`)
  await app.pg.query('delete from audit_log')
  t.equal(await count(), before)
  t.same((await app.pg.query(`select 1 from audit_log where action = 'nothing'`)).rows, [])
})

t.test('what was done is written down, for administrators to read', async (t) => {
  const { user } = await signUp(app)
  const change = (body: object) => asAdmin('PATCH', `/v1/admin/users/${user.id}`, body)
  await change({ role: 'author' })
  await change({ role: 'author' })
  await change({ disabled: true })
  await change({ disabled: false })
  await asAdmin('DELETE', `/v1/admin/users/${user.id}/sessions`)
  const { items, nextCursor } = (await asAdmin('GET', '/v1/admin/audit-log?limit=4')).json()
  t.match(items, [
    { action: 'end-sessions', actorId: admin.user.id, userId: user.id, details: {} },
    { action: 'enable' },
    { action: 'disable' },
    { action: 'change-role', details: { from: 'learner', to: 'author' } }
  ])
  const next = (await asAdmin('GET', `/v1/admin/audit-log?limit=1&cursor=${nextCursor}`)).json()
  t.not(next.items[0].userId, user.id, 'what changed nothing is not in it')
})

t.test('nobody but administrators, nobody of themselves, and nobody who is not there', async (t) => {
  const { user, call } = await signUp(app)
  const requests = [
    ['GET', '/v1/admin/users'],
    ['GET', `/v1/admin/users/${user.id}`],
    ['PATCH', `/v1/admin/users/${user.id}`],
    ['DELETE', `/v1/admin/users/${user.id}/sessions`],
    ['GET', '/v1/admin/audit-log']
  ] as const
  const author = callerOf(app, {
    authorization: `Bearer ${app.signAccessToken({ id: user.id, role: 'author' }, user.id).accessToken}`
  })
  for (const [method, url] of requests) {
    const body = method === 'PATCH' ? { role: 'admin' } : undefined
    t.equal((await call(method, url, body)).statusCode, 403, url)
    t.equal((await author(method, url, body)).statusCode, 403, url)
  }
  t.equal((await call('GET', '/v1/me')).json().role, 'learner')

  const own = admin.user.id.toUpperCase()
  t.equal((await asAdmin('PATCH', `/v1/admin/users/${own}`, { disabled: true })).statusCode, 409)
  const nobody = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'
  for (const [method, url] of requests.slice(1, 4)) {
    const body = method === 'PATCH' ? { disabled: true } : undefined
    t.equal((await asAdmin(method, url.replace(user.id, nobody), body)).statusCode, 404, url)
  }
  t.equal((await asAdmin('PATCH', `/v1/admin/users/${user.id}`, {})).statusCode, 400)
  t.equal((await asAdmin('PATCH', `/v1/admin/users/${user.id}`, { role: 'owner' })).statusCode, 400)
  t.equal((await asAdmin('PATCH', `/v1/admin/users/${user.id}`, { role: 'admin', id: nobody })).statusCode, 400)
})
