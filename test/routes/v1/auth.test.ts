import { sql } from 'kysely'
import t from 'tap'
import { callerOf, sharedApp, signUp, testApp } from '../../helper.ts'
import { ownDatabase } from '../../support/database.ts'
import { keptLog } from '../../support/kept-log.ts'

const app = await sharedApp()
const call = callerOf(app)
const ada = { email: 'ada@example.org', password: 'correct horse', displayName: 'Ada' }

let accounts = 0
/** Registers an account with an address that nobody has, and some of its fields changed. */
const register = (changes: object = {}) =>
  call('POST', '/v1/auth/register', { ...ada, email: `account${++accounts}@example.org`, ...changes })
const login = (email: string, password: string) => call('POST', '/v1/auth/login', { email, password })

t.test('who registers is signed in, and signs in later with the same answer', async (t) => {
  const registered = await register({ email: 'Ada@Example.ORG', timeZone: 'Europe/Madrid' })
  t.equal(registered.statusCode, 201)
  const { user, accessToken, expiresIn } = registered.json()
  t.match(user, { email: 'ada@example.org', displayName: 'Ada', timeZone: 'Europe/Madrid', role: 'learner' })
  t.equal(expiresIn, 900)
  const me = await call('GET', '/v1/me', undefined, { authorization: `Bearer ${accessToken}` })
  t.same(me.json(), user)

  for (const email of ['ada@example.org', 'ADA@example.org']) {
    const reply = await login(email, ada.password)
    t.equal(reply.statusCode, 200)
    t.same(reply.json().user, user)
    t.equal(reply.headers['cache-control'], 'no-store')
  }
  t.equal(registered.headers['cache-control'], 'no-store')
  t.equal((await register()).json().user.timeZone, 'UTC', 'days are counted in UTC unless one says where one is')
})

t.test('an address is taken once, also by many at once', async (t) => {
  const taken = await register({ email: 'ADA@EXAMPLE.ORG' })
  t.match(taken.json(), { status: 409, type: 'urn:parlance:email-taken' })
  const replies = await Promise.all(
    Array.from({ length: 16 }, (_, i) => register({ email: i % 2 ? 'grace@example.org' : 'Grace@Example.org' }))
  )
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [201, ...Array(15).fill(409)])
})

t.test('a wrong password and an unknown address get the same answer in the same time', async (t) => {
  const app = await testApp(t, { env: { BCRYPT_COST: '5', TRUST_PROXY: '1' } })
  const call = callerOf(app)
  // As many accounts, and addresses to try from, as keep every attempt within its limits.
  const emails = await Promise.all(Array.from({ length: 12 }, async () => (await signUp(app)).email))
  const attempts: Record<string, (i: number) => { email: string; password: string }> = {
    wrong: (i) => ({ email: emails[i % 12]!, password: 'wrong horse' }),
    unknown: (i) => ({ email: `nobody${i % 12}@example.org`, password: 'wrong horse' }),
    empty: (i) => ({ email: emails[i % 12]!, password: '' }),
    'unknown and empty': (i) => ({ email: `nobody${i % 12}@example.org`, password: '' })
  }
  const times = Object.fromEntries(Object.keys(attempts).map((name) => [name, [] as number[]]))
  const answers = new Set<string>()
  for (let round = 0; round < 60; round++) {
    for (const [name, attempt] of Object.entries(attempts)) {
      const start = performance.now()
      const reply = await call('POST', '/v1/auth/login', attempt(round), { 'x-forwarded-for': `192.0.2.${round}` })
      times[name]!.push(performance.now() - start)
      const { instance: _, ...problem } = reply.json()
      answers.add(JSON.stringify(problem))
    }
  }
  t.equal(answers.size, 1)
  t.match(JSON.parse([...answers][0]!), { status: 401, type: 'urn:parlance:unauthorized' })
  for (const [one, other] of [
    ['wrong', 'unknown'],
    ['empty', 'unknown and empty'],
    ['wrong', 'empty']
  ] as const) {
    const value = welch(times[one]!, times[other]!)
    t.ok(value < 10, `${one} or ${other}: t is ${value.toFixed(1)}`)
  }
})

/** Welch's t of two samples: above ten, whoever measures tells them apart. */
function welch(one: number[], other: number[]): number {
  const mean = (sample: number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length
  const variance = (sample: number[]) => {
    const middle = mean(sample)
    return sample.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (sample.length - 1)
  }
  return Math.abs(mean(one) - mean(other)) / Math.sqrt(variance(one) / one.length + variance(other) / other.length)
}

t.test('nobody gives themselves what is not theirs to give', async (t) => {
  const fields = {
    role: 'admin',
    id: '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b',
    emailVerified: true,
    passwordHash: 'x',
    createdAt: '2020-01-01',
    constructor: 'x'
  }
  for (const [name, value] of Object.entries(fields)) {
    const reply = await register({ [name]: value })
    t.equal(reply.statusCode, 400, name)
    t.match(reply.json().errors, [{ pointer: `/body/${name}`, message: 'is not a known field' }])
  }
  t.equal((await call('POST', '/v1/auth/login', { ...ada, role: 'admin' })).statusCode, 400)
})

t.test('a password has eight to 256 characters of any script', async (t) => {
  for (const password of [
    'a'.repeat(8),
    'a'.repeat(256),
    '🦜'.repeat(8),
    '語'.repeat(64),
    '🦜'.repeat(256),
    ' '.repeat(8)
  ]) {
    const email = `limits${++accounts}@example.org`
    t.equal((await register({ email, password })).statusCode, 201)
    t.equal((await login(email, password)).statusCode, 200)
    t.equal((await login(email, password.slice(0, -2))).statusCode, 401)
  }
  for (const password of [
    'a'.repeat(7),
    'a'.repeat(257),
    '🦜'.repeat(7),
    '🦜'.repeat(257),
    '',
    null,
    12345678,
    ['a'.repeat(8)]
  ]) {
    const reply = await register({ password })
    t.equal(reply.statusCode, 400)
    t.match(reply.json().errors, [{ pointer: '/body/password' }])
  }
  t.equal((await login('ada@example.org', 'a'.repeat(257))).statusCode, 400, 'which no account can have')
})

t.test('a password that everybody tries first is refused, as other fields are', async (t) => {
  for (const password of ['password1', 'PassWord1', 'ｐａｓｓｗｏｒｄ１']) {
    const reply = await register({ password })
    t.equal(reply.statusCode, 400)
    t.match(reply.json(), {
      type: 'urn:parlance:validation',
      errors: [{ pointer: '/body/password', message: 'must not be one of the 10,000 commonest passwords' }]
    })
  }
})

t.test('a time zone is one of the IANA database', async (t) => {
  for (const timeZone of ['UTC', 'Europe/Madrid', 'America/Argentina/Buenos_Aires', 'Asia/Kathmandu', 'Pacific/Apia']) {
    t.equal((await register({ timeZone })).statusCode, 201, timeZone)
  }
  const zones = [
    '+02:00',
    '-0330',
    '02:00',
    'UTC+2',
    'GMT+2',
    'Mars/Olympus',
    'Europe',
    '',
    ' UTC',
    'Europe/Madrid;',
    null,
    2
  ]
  for (const timeZone of zones) {
    const reply = await register({ timeZone })
    t.equal(reply.statusCode, 400, `${timeZone}`)
    t.match(reply.json().errors, [{ pointer: '/body/timeZone' }])
  }
})

t.test('an address may be of any script, and is one however it is typed', async (t) => {
  for (const [email, typed] of [
    ['josé@españa.example', 'Jose\u0301@ESPAÑA.example'],
    ['用户@例子.广告', '用户@例子．广告']
  ] as const) {
    const registered = await register({ email })
    t.equal(registered.statusCode, 201, email)
    t.equal(registered.json().user.email, email)
    t.equal((await register({ email: typed })).statusCode, 409, typed)
    t.equal((await login(typed, ada.password)).statusCode, 200, typed)
  }
})

t.test('an address and a name are of a sane form', async (t) => {
  const long = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.org`
  for (const email of ['', 'ada', 'ada@', '@example.org', 'ada @example.org', 'ada@example.org\n', long, null, {}]) {
    t.equal((await register({ email })).statusCode, 400, JSON.stringify(email))
    t.equal((await call('POST', '/v1/auth/login', { email, password: 'x' })).statusCode, 400)
  }
  for (const displayName of ['', '   ', 'a'.repeat(81), 'NUL \0', 'half \ud800', null]) {
    t.equal((await register({ displayName })).statusCode, 400, JSON.stringify(displayName))
  }
  t.equal((await register({ displayName: '愛'.repeat(80) })).statusCode, 201)
})

t.test('who was told that it took too long has no account after all', async (t) => {
  const env = { DATABASE_URL: await ownDatabase(), BCRYPT_COST: '10', HANDLER_TIMEOUT_MS: '20' }
  const app = await testApp(t, { env })
  const call = callerOf(app)
  const reply = await call('POST', '/v1/auth/register', ada)
  t.match(reply.json(), { status: 503, detail: /did not answer in time/ })
  await app.passwords.hash('done when the other is')
  t.same(await app.db.selectFrom('users').select('id').execute(), [])
})

t.test('no password, hash or token, and no row of an account, gets into the log', async (t) => {
  const log = keptLog()
  const env = { DATABASE_URL: await ownDatabase(), LOG_LEVEL: 'trace' }
  const app = await testApp(t, { server: { logger: log.logger }, env })
  const call = callerOf(app)
  const password = 'a very secret horse'
  const registered = await call('POST', '/v1/auth/register', { ...ada, password })
  const { accessToken } = registered.json()
  const signedIn = { authorization: `Bearer ${accessToken}` }
  const statuses = [
    await call('POST', '/v1/auth/register', { ...ada, password }),
    await call('POST', '/v1/auth/register', { ...ada, password, role: 'admin' }),
    await call('POST', '/v1/auth/login', { email: ada.email, password }),
    await call('POST', '/v1/auth/login', { email: ada.email, password: `${password}!` }),
    await call('GET', '/v1/me', undefined, signedIn),
    await call('GET', '/v1/me', undefined, { authorization: `Bearer ${accessToken}x` })
  ]
  // A rule of the database's own that no schema knows of: the error quotes the whole row.
  await sql`alter table users add constraint nobody_else check (email = 'ada@example.org')`.execute(app.db)
  statuses.push(await call('POST', '/v1/auth/register', { ...ada, email: 'eve@example.org', password }))
  await sql`alter table users rename to accounts`.execute(app.db)
  await sql`create table users (id integer)`.execute(app.db)
  statuses.push(await call('GET', '/v1/me', undefined, signedIn))
  t.same(
    statuses.map(({ statusCode }) => statusCode),
    [409, 400, 200, 401, 200, 401, 500, 500]
  )
  t.ok(log.lines.filter(({ err }) => err).length >= 2, 'errors are in the log, with their cause')
  const text = JSON.stringify(log.lines)
  for (const secret of [password, accessToken, accessToken.split('.')[2], '$2b$', 'eve@example.org']) {
    t.notOk(text.includes(secret), secret)
  }
})
