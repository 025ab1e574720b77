import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { callerOf, secondApp, signUp, testApp } from '../../helper.ts'
import { ownDatabase } from '../../support/database.ts'
import { keptLog } from '../../support/kept-log.ts'
import { mailServer } from '../../support/mail-server.ts'
import { until } from '../../support/until.ts'

// Without SMTP_URL a developer's server, where registering signs in at once and mails are read at /dev/mails.
const app = await testApp(t, { env: { PUBLIC_URL: 'https://app.example.org' } })
const call = callerOf(app)
const password = 'a very correct horse'
const login = (email: string, instance = app, secret = password) =>
  callerOf(instance)('POST', '/v1/auth/login', { email, password: secret })
const verify = (token: string, instance = app) => callerOf(instance)('POST', '/v1/auth/verify-email', { token })
const forgot = (email: string, instance = app) => callerOf(instance)('POST', '/v1/auth/forgot-password', { email })
const reset = (token: string, secret = password, instance = app) =>
  callerOf(instance)('POST', '/v1/auth/reset-password', { token, password: secret })

interface Mail {
  recipient: string
  subject: string
  text: string
}

/** The mails to an address, the latest first. */
const mailsTo = async (address: string, subject = /./): Promise<Mail[]> =>
  (await call('GET', '/dev/mails'))
    .json()
    .items.filter((mail: Mail) => mail.recipient === address && subject.test(mail.subject))
/** Waits for a mail and takes the token from its link. */
const tokenTo = async (address: string, subject: RegExp): Promise<string> =>
  tokenIn((await until(async () => (await mailsTo(address, subject))[0])).text)
const tokenIn = (text: string) => /^https:\/\/app\.example\.org\/[a-z-]+\?token=([\w-]+)\r?$/m.exec(text)![1]!

t.test('a new account confirms its address once', async (t) => {
  const { email, user, call: ada } = await signUp(app)
  t.equal(user.emailVerified, false)
  const token = await tokenTo(email, /^Confirm your e-mail/)
  const replies = await Promise.all([verify(token), verify(token), verify(token)])
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [200, 410, 410])
  t.match(replies.find(({ statusCode }) => statusCode === 410)!.json(), { type: 'urn:parlance:link-expired' })
  t.equal((await ada('GET', '/v1/me')).json().emailVerified, true)

  await ada('POST', '/v1/me/email/verification')
  const again = await until(
    async () => (await mailsTo(email, /^Confirm your e-mail/))[1] && tokenTo(email, /^Confirm your e-mail/)
  )
  t.not(again, token)
  t.equal((await verify(again)).statusCode, 200)
})

t.test('whoever forgot their password chooses another by mail, which signs out all devices', async (t) => {
  const { email, accessToken, call: ada } = await signUp(app)
  t.equal((await forgot(email.toUpperCase())).statusCode, 202)
  const token = await tokenTo(email, /^Reset your password/)
  t.equal((await verify(token)).statusCode, 410, 'it is not for anything else')
  t.equal((await reset(token, 'short')).statusCode, 400)
  const replies = await Promise.all([reset(token, password), reset(token, 'another very correct horse')])
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [204, 410])
  t.equal((await ada('GET', '/v1/me')).statusCode, 401)
  t.not(accessToken, undefined)
  const winner = replies[0]!.statusCode === 204 ? password : 'another very correct horse'
  const signedIn = (await login(email, app, winner)).json()
  t.equal(signedIn.user.emailVerified, true, 'a mail was read there')
  await until(async () => (await mailsTo(email, /^Your password was changed/)).length === 1)
})

t.test('using one link uses up the others that were sent for the same', async (t) => {
  const { email } = await signUp(app)
  await forgot(email)
  const first = await tokenTo(email, /^Reset/)
  await forgot(email)
  await until(async () => (await mailsTo(email, /^Reset/)).length === 2)
  const second = await tokenTo(email, /^Reset/)
  t.equal((await reset(second)).statusCode, 204)
  t.equal((await reset(first)).statusCode, 410)
})

t.test('links that a stranger asked for are good no more once the password is another', async (t) => {
  const { email, call: stranger, password: known } = await signUp(app)
  const askForChange = () => stranger('PUT', '/v1/me/email', { email: 'stranger@example.org', currentPassword: known })
  await askForChange()
  const change = await tokenTo('stranger@example.org', /^Confirm your new/)
  await forgot(email)
  t.equal((await reset(await tokenTo(email, /^Reset/))).statusCode, 204)
  t.equal((await verify(change)).statusCode, 410)

  const ada = (await login(email)).json()
  await forgot(email)
  await until(async () => (await mailsTo(email, /^Reset/)).length === 2)
  const link = await tokenTo(email, /^Reset/)
  const owner = callerOf(app, { authorization: `Bearer ${ada.accessToken}` })
  await owner('PUT', '/v1/me/password', { currentPassword: password, newPassword: 'another very correct horse' })
  t.equal((await reset(link)).statusCode, 410)
  t.equal((await verify(await tokenTo(email, /^Confirm your e-mail/))).statusCode, 200, 'which gives nobody anything')
})

t.test('a change that was confirmed by a password of before is not made', async (t) => {
  const { email, call: stranger, password: known } = await signUp(app)
  await forgot(email)
  const link = await tokenTo(email, /^Reset/)
  const { verify: check } = app.passwords
  // The reset comes while the stranger's password is being checked.
  app.passwords.verify = async (...args) => {
    const fits = await check(...args)
    app.passwords.verify = check
    t.equal((await reset(link)).statusCode, 204)
    return fits
  }
  const change = await stranger('PUT', '/v1/me/email', { email: 'late@example.org', currentPassword: known })
  t.equal(change.statusCode, 409)
  t.same(await mailsTo('late@example.org'), [])
})

t.test('links of a disabled account are of no use', async (t) => {
  const { email, user, call: ada, password: currentPassword } = await signUp(app)
  await ada('PUT', '/v1/me/email', { email: 'disabled@example.org', currentPassword })
  const token = await tokenTo('disabled@example.org', /^Confirm your new/)
  await app.db.updateTable('users').set({ disabled_at: new Date().toISOString() }).where('id', '=', user.id).execute()
  t.equal((await verify(token)).statusCode, 410)
  t.equal((await verify(await tokenTo(email, /^Confirm your e-mail/))).statusCode, 410)
})

t.test('the log does not show what a link is for', async (t) => {
  const log = keptLog()
  const app = await testApp(t, { env: { LOG_LEVEL: 'info' }, server: { logger: log.logger } })
  await app.inject('/reset-password?token=a-secret')
  t.match(log.lines.at(-1), { url: '/reset-password', status: 404 })
  t.notMatch(JSON.stringify(log.lines), /a-secret/)
})

t.test('links expire: for a reset after an hour, for an address after a day', async (t) => {
  const { email, user } = await signUp(app)
  await forgot(email)
  const [resetting, verifying] = [await tokenTo(email, /^Reset/), await tokenTo(email, /^Confirm/)]
  const rows = await app.db
    .selectFrom('email_tokens')
    .select(['purpose', 'expires_at', 'token_hash'])
    .where('user_id', '=', user.id)
    .execute()
  for (const { purpose, expires_at, token_hash } of rows) {
    const hours = (Date.parse(expires_at) - Date.now()) / 3_600_000
    const wanted = purpose === 'reset' ? 1 : 24
    t.ok(hours < wanted && hours > wanted - 0.1, purpose)
    t.equal(token_hash.length, 32)
  }
  await app.db.updateTable('email_tokens').set({ expires_at: new Date().toISOString() }).execute()
  t.equal((await reset(resetting)).statusCode, 410)
  t.equal((await verify(verifying)).statusCode, 410)
})

t.test('an address is changed by a link sent to the new one, and the old one is told', async (t) => {
  const { email, password: currentPassword, call: ada } = await signUp(app)
  const change = (email: string, currentPassword: string) => ada('PUT', '/v1/me/email', { email, currentPassword })
  t.equal((await change('new@example.org', 'wrong horse')).statusCode, 403)
  t.equal((await change('New@example.org', currentPassword)).statusCode, 202)
  await until(async () => (await mailsTo(email, /is being changed/)).length === 1)
  const token = await tokenTo('new@example.org', /^Confirm your new/)
  t.equal((await ada('GET', '/v1/me')).json().email, email, 'nothing has changed yet')
  t.match((await verify(token)).json(), { email: 'new@example.org', emailVerified: true })
  await until(async () => (await mailsTo(email, /was changed/)).length === 1)
  t.equal((await login('new@example.org', app, currentPassword)).statusCode, 200)
  t.equal((await login(email, app, currentPassword)).statusCode, 401)
})

t.test('an address that has an account does not become that of another', async (t) => {
  const [ada, grace] = [await signUp(app), await signUp(app)]
  const reply = await ada.call('PUT', '/v1/me/email', { email: grace.email, currentPassword: ada.password })
  t.equal(reply.statusCode, 202, 'which tells nothing')
  await until(async () => (await mailsTo(grace.email, /already have an account/)).length === 1)

  await ada.call('PUT', '/v1/me/email', { email: 'soon@example.org', currentPassword: ada.password })
  const token = await tokenTo('soon@example.org', /^Confirm your new/)
  await call('POST', '/v1/auth/register', { email: 'soon@example.org', password, displayName: 'Soon' })
  t.match((await verify(token)).json(), { status: 409, type: 'urn:parlance:email-taken' })
  t.equal((await ada.call('GET', '/v1/me')).json().email, ada.email)
})

t.test('links lead to PUBLIC_URL, whatever a request calls the server', async (t) => {
  const { email } = await signUp(app)
  const headers = {
    host: 'evil.example.org',
    'x-forwarded-host': 'evil.example.org',
    origin: 'https://evil.example.org'
  }
  await call('POST', '/v1/auth/forgot-password', { email }, headers)
  await tokenTo(email, /^Reset/)
  for (const { text } of await mailsTo(email)) t.notMatch(text, /evil/)
})

t.test('where mails are sent, nobody learns who has an account', async (t) => {
  const mails = await mailServer(t)
  const received = (address: string, subject: RegExp) =>
    mails.received
      .filter(({ recipients, message }) => {
        const [, line] = /^Subject: (.*)$/m.exec(message)!
        return recipients.includes(address) && subject.test(line!)
      })
      .map(({ message }) => message)
  /** Waits until so many mails are there, and gives the last. */
  const mailTo = (address: string, subject: RegExp, count = 1) =>
    until(() => received(address, subject).length >= count && received(address, subject).at(-1))
  const env = { DATABASE_URL: await ownDatabase(), SMTP_URL: mails.url, PUBLIC_URL: 'https://app.example.org' }
  const app = await testApp(t, { env })
  const register = (email: string, secret = password) =>
    callerOf(app)('POST', '/v1/auth/register', { email, password: secret, displayName: 'Ada' })
  const plain = ({ statusCode, body, headers }: Awaited<ReturnType<typeof register>>) => ({
    statusCode,
    body,
    headers: Object.keys(headers).sort()
  })

  t.test('an account is there once its address is proved', async (t) => {
    t.equal((await register('ada@example.org')).statusCode, 202)
    t.equal((await login('ada@example.org', app)).statusCode, 401)
    const token = tokenIn(await mailTo('ada@example.org', /^Confirm/))
    t.match((await verify(token, app)).json(), { email: 'ada@example.org', emailVerified: true })
    t.equal((await verify(token, app)).statusCode, 410)
    t.equal((await login('ada@example.org', app)).statusCode, 200)
  })

  t.test('registering with an address that has one is answered alike, and its owner is told', async (t) => {
    const [known, unknown] = [await register('ada@example.org'), await register('grace@example.org')]
    t.same(plain(known), plain(unknown))
    await mailTo('ada@example.org', /already have an account/)
    t.same(plain(await forgot('ada@example.org', app)), plain(await forgot('nobody@example.org', app)))
    await mailTo('ada@example.org', /^Reset/)
  })

  t.test('of two who register one address, the one gets it whose mail was opened', async (t) => {
    await register('two@example.org', 'the first new horse')
    await mailTo('two@example.org', /^Confirm/)
    await register('two@example.org', 'the second new horse')
    await mailTo('two@example.org', /^Confirm/, 2)
    const tokens = received('two@example.org', /^Confirm/).map(tokenIn)
    const replies = await Promise.all(tokens.map((token) => verify(token, app)))
    t.same(replies.map(({ statusCode }) => statusCode).sort(), [200, 409])
    const winner = replies[0]!.statusCode === 200 ? 'the first new horse' : 'the second new horse'
    t.equal((await login('two@example.org', app, winner)).statusCode, 200)
  })
})

t.test('where no mail is sent, registering says that an address is taken, and links cannot be asked for', async (t) => {
  const silent = await silentApp(t)
  const register = () =>
    callerOf(silent)('POST', '/v1/auth/register', { email: 'ada@example.org', password, displayName: 'Ada' })
  const signedIn = await register()
  t.equal(signedIn.statusCode, 201)
  t.match((await register()).json(), { status: 409, type: 'urn:parlance:email-taken' })
  t.match((await forgot('ada@example.org', silent)).json(), { status: 409, detail: /sends no mail/ })
  const ada = callerOf(silent, { authorization: `Bearer ${signedIn.json().accessToken}` })
  t.equal((await ada('POST', '/v1/me/email/verification')).statusCode, 409)
  t.same(await silent.db.selectFrom('mails').select('id').execute(), [])
})

/** As in production without SMTP_URL. */
async function silentApp(t: Test): Promise<FastifyInstance> {
  const first = await testApp(t, { env: { DATABASE_URL: await ownDatabase() } })
  const secret = 'a secret of more than thirty-two bytes'
  return secondApp(t, first, {
    env: { NODE_ENV: 'production', JWT_SECRET: secret, BCRYPT_COST: '4', LOG_LEVEL: 'silent' }
  })
}
