import t from 'tap'
import { callerOf, secondApp, signUp, testApp } from '../../helper.ts'

const app = await testApp(t)
const call = callerOf(app)
const login = (email: string, password: string, instance = app) =>
  callerOf(instance)('POST', '/v1/auth/login', { email, password })
const me = (accessToken: string) => callerOf(app, { authorization: `Bearer ${accessToken}` })('GET', '/v1/me')
const newPassword = 'another correct horse'

t.test('a password is changed by who knows it, and other devices are signed out', async (t) => {
  const { call: ada, email, password: currentPassword } = await signUp(app)
  const elsewhere = (await login(email, currentPassword)).json()
  const change = (body: object) => ada('PUT', '/v1/me/password', body)

  t.match((await change({ currentPassword: 'wrong horse', newPassword })).json(), {
    status: 403,
    type: 'urn:parlance:wrong-password'
  })
  t.equal((await change({ currentPassword: '', newPassword })).statusCode, 403)
  t.equal((await change({ newPassword })).statusCode, 400)
  t.match((await change({ currentPassword, newPassword: 'password1234' })).json(), { status: 400 }, 'a common one')
  t.equal((await me(elsewhere.accessToken)).statusCode, 200)

  t.equal((await change({ currentPassword, newPassword })).statusCode, 204)
  t.equal((await me(elsewhere.accessToken)).statusCode, 401)
  t.equal((await ada('GET', '/v1/me')).statusCode, 200)
  t.equal((await login(email, currentPassword)).statusCode, 401)
  t.equal((await login(email, newPassword)).statusCode, 200)
})

t.test('of two changes at once one is made', async (t) => {
  const { call: ada, password: currentPassword, email } = await signUp(app)
  const passwords = ['the first new horse', 'the second new horse']
  const replies = await Promise.all(
    passwords.map((newPassword) => ada('PUT', '/v1/me/password', { currentPassword, newPassword }))
  )
  // The other comes too late to commit, or already to confirm.
  const [made, refused] = replies.map(({ statusCode }) => statusCode).sort()
  t.equal(made, 204)
  t.ok([403, 409].includes(refused!))
  const winner = passwords[replies.findIndex(({ statusCode }) => statusCode === 204)]!
  t.equal((await login(email, winner)).statusCode, 200)
})

t.test('passwords that share their first 72 bytes are different passwords', async (t) => {
  const start = '語'.repeat(24)
  const email = 'long@example.org'
  await call('POST', '/v1/auth/register', { email, password: `${start}A horse`, displayName: 'Ada' })
  t.equal((await login(email, `${start}A horse`)).statusCode, 200)
  t.equal((await login(email, `${start}B horse`)).statusCode, 401)
  t.equal((await login(email, start)).statusCode, 401)
})

t.test('a hash of another cost is made anew when its owner signs in', async (t) => {
  const { email, password, user } = await signUp(app)
  const hashOf = async () =>
    (await app.db.selectFrom('users').select('password_hash').where('id', '=', user.id).executeTakeFirstOrThrow())
      .password_hash
  const before = await hashOf()
  t.match(before, /^\$2b\$04\$/)
  const dearer = await secondApp(t, app, { env: { BCRYPT_COST: '5' } })
  t.equal((await login(email, 'wrong horse', dearer)).statusCode, 401)
  t.equal(await hashOf(), before)
  const both = await Promise.all([login(email, password, dearer), login(email, password, dearer)])
  t.same(
    both.map(({ statusCode }) => statusCode),
    [200, 200]
  )
  t.match(await hashOf(), /^\$2b\$05\$/)
  t.equal((await login(email, password)).statusCode, 200)
})
