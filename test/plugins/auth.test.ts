import { createHmac } from 'node:crypto'
import { mock } from 'node:test'
import t from 'tap'
import { secretKey } from '../../src/config/token-keys.ts'
import { callerOf, signUp, testApp } from '../helper.ts'

const secret = 'the secret that this test signs its tokens with'
const routes = t.testdir({
  roles: {
    'roles.ts': `export default async (app) => {
      const reply = { type: 'object', properties: { role: { type: 'string' } }, required: ['role'] }
      for (const access of [undefined, 'public', 'learner', 'author', 'admin']) {
        const schema = { summary: 'For ' + access, response: { 200: reply } }
        app.get('/' + access, { config: { access }, schema }, async ({ user }) => ({ role: user?.role ?? 'none' }))
      }
    }`
  }
})
const app = await testApp(t, { env: { JWT_SECRET: secret }, routes: [routes] })
const { user } = await signUp(app)

const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

const { kid } = secretKey(secret)
const header = { alg: 'HS256', typ: 'at+jwt', kid }
const sid = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'
const claims = (changes: object = {}) => ({
  sub: user.id,
  sid,
  role: 'learner',
  iss: 'parlance',
  aud: 'parlance',
  iat: now(),
  exp: now() + 60,
  ...changes
})

/** A token with a true signature over whatever it is given. */
function sign(head: unknown, payload: unknown, { key = secret, hash = 'sha256' } = {}): string {
  const input = `${encode(head)}.${encode(payload)}`
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`
}

const bearer = (token: string) => callerOf(app, { authorization: `Bearer ${token}` })
const asRole = (role: string) => bearer(sign(header, claims({ role })))

t.test('a token of the right form passes, its scheme written in any case', async (t) => {
  const token = sign(header, claims())
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const reply = await callerOf(app, { authorization: `${scheme} ${token}` })('GET', '/v1/me')
    t.equal(reply.statusCode, 200, scheme)
  }
  t.equal(
    (await bearer(app.signAccessToken(user, sid).accessToken)('GET', '/v1/me')).statusCode,
    200,
    'as those it signs'
  )
})

t.test('anything else is a 401 which does not say why, and never a 500', async (t) => {
  const good = sign(header, claims())
  const [head, payload, signature] = good.split('.')
  const without = (name: string) => sign(header, { ...claims(), [name]: undefined })
  const junk: Record<string, string> = {
    'alg none': `${encode({ ...header, alg: 'none' })}.${payload}.`,
    'alg none, signed': sign({ ...header, alg: 'none' }, claims()),
    'alg nOnE': `${encode({ ...header, alg: 'nOnE' })}.${payload}.`,
    'alg nOnE, signed': sign({ ...header, alg: 'nOnE' }, claims()),
    'alg RS256': sign({ ...header, alg: 'RS256' }, claims()),
    'alg HS512': sign({ ...header, alg: 'HS512' }, claims(), { hash: 'sha512' }),
    'alg a number': sign({ ...header, alg: 256 }, claims()),
    'no alg': sign({ typ: 'at+jwt', kid }, claims()),
    'a header that is no object': sign('"HS256"', claims()),
    'a header that is null': sign('null', claims()),
    'a header that is no JSON': sign('{', claims()),
    'no typ': sign({ alg: 'HS256', kid }, claims()),
    'another typ': sign({ ...header, typ: 'JWT' }, claims()),
    'a typ that is no string': sign({ ...header, typ: ['at+jwt'] }, claims()),
    'no kid': sign({ ...header, kid: undefined }, claims()),
    'an unknown kid': sign({ ...header, kid: 'x' }, claims()),
    'a kid of the prototype': sign({ ...header, kid: 'constructor' }, claims()),
    'a kid that is a path': sign({ ...header, kid: '../../../dev/null' }, claims(), { key: '' }),
    'a kid that is no string': sign({ ...header, kid: [kid] }, claims()),
    'a key of its own in jwk': sign({ ...header, jwk: { kty: 'oct', k: encode('mine') } }, claims(), { key: 'mine' }),
    'a key of its own by jku': sign({ ...header, jku: 'https://example.org/jwks' }, claims(), { key: 'mine' }),
    'a critical extension': sign({ ...header, crit: ['b64'], b64: false }, claims()),
    'a payload that is a string': sign(header, '"learner"'),
    'a payload that is a number': sign(header, '42'),
    'a payload that is null': sign(header, 'null'),
    'a payload that is an array': sign(header, []),
    'a payload that is no JSON': sign(header, 'learner'),
    'an empty payload': sign(header, {}),
    'no sub': without('sub'),
    'no sid': without('sid'),
    'no role': without('role'),
    'no iat': without('iat'),
    'no exp': without('exp'),
    'no iss': without('iss'),
    'no aud': without('aud'),
    'another iss': sign(header, claims({ iss: 'elsewhere' })),
    'another aud': sign(header, claims({ aud: 'elsewhere' })),
    'exp 1e300': sign(header, JSON.stringify(claims({ exp: 0 })).replace('"exp":0', '"exp":1e300')),
    'exp a string': sign(header, claims({ exp: String(now() + 60) })),
    'exp null': sign(header, claims({ exp: null })),
    'exp a fraction': sign(header, claims({ exp: now() + 60.5 })),
    expired: sign(header, claims({ iat: now() - 3600, exp: now() - 31 })),
    'iat in the future': sign(header, claims({ iat: now() + 3600, exp: now() + 7200 })),
    'iat below zero': sign(header, claims({ iat: -1 })),
    'a role that does not exist': sign(header, claims({ role: 'owner' })),
    'a role of the prototype': sign(header, claims({ role: 'constructor' })),
    'a role that is an array': sign(header, claims({ role: ['admin'] })),
    'a sub that is no UUID': sign(header, claims({ sub: '42' })),
    'a sub that is a number': sign(header, claims({ sub: 42 })),
    'another secret': sign(header, claims(), { key: 'another secret of more than thirty-two bytes' }),
    'an empty secret': sign(header, claims(), { key: '' }),
    'the payload of another': `${head}.${encode(claims({ role: 'admin' }))}.${signature}`,
    'no signature': `${head}.${payload}.`,
    'half a signature': good.slice(0, -20),
    'one part': head!,
    'four parts': `${good}.${signature}`,
    'not base64url': `${head}.${payload}.${signature!.slice(0, -1)}+`,
    nothing: ''
  }
  for (const [what, token] of Object.entries(junk)) {
    const reply = await bearer(token)('GET', '/v1/me')
    t.equal(reply.statusCode, 401, what)
    t.match(reply.json(), { status: 401, type: 'urn:parlance:unauthorized' }, what)
    t.match(reply.headers['www-authenticate'], /^Bearer/, what)
    t.notMatch(reply.body, /fast-jwt|FST|alg|signature/i, what)
  }
})

t.test('so is a header without a token, or one that is not quite a bearer token', async (t) => {
  const token = sign(header, claims())
  const headers: Record<string, string>[] = [
    {},
    { cookie: `token=${token}` },
    ...['', 'Bearer', token, `Bearer  ${token}`, `Bearer ${token} ${token}`, `Basic ${token}`, `Bearer,${token}`].map(
      (authorization) => ({ authorization })
    )
  ]
  for (const identity of headers) {
    const reply = await callerOf(app, identity)('GET', '/v1/me')
    t.equal(reply.statusCode, 401, JSON.stringify(identity))
    t.equal(reply.headers['www-authenticate'], 'Bearer', 'nothing is wrong with a token where there is none')
  }
  const { headers: challenge } = await bearer(sign(header, claims({ aud: 'x' })))('GET', '/v1/me')
  t.equal(challenge['www-authenticate'], 'Bearer error="invalid_token"')
})

t.test('a token that passed before is refused once it has expired, or is changed by a letter', async (t) => {
  t.teardown(() => mock.timers.reset())
  const token = sign(header, claims({ exp: now() + 60 }))
  const call = bearer(token)
  for (let time = 0; time < 3; time++) t.equal((await call('GET', '/v1/me')).statusCode, 200)
  t.equal((await bearer(`${token.slice(0, -3)}AAA`)('GET', '/v1/me')).statusCode, 401)

  const expiry = (now() + 60) * 1000
  mock.timers.enable({ apis: ['Date'], now: expiry + 20_000 })
  t.equal((await call('GET', '/v1/me')).statusCode, 200, 'two clocks may differ by thirty seconds')
  mock.timers.setTime(expiry + 31_000)
  for (let time = 0; time < 2; time++) t.equal((await call('GET', '/v1/me')).statusCode, 401)
})

t.test('a route is open to its role and those above, and to learners where it names none', async (t) => {
  const repliesTo = async (call: ReturnType<typeof callerOf>) => {
    const replies: string[] = []
    for (const access of ['public', 'undefined', 'learner', 'author', 'admin']) {
      const { statusCode } = await call('GET', `/roles/${access}`)
      replies.push(statusCode === 200 ? access : String(statusCode))
    }
    return replies
  }
  t.same(await repliesTo(callerOf(app)), ['public', '401', '401', '401', '401'])
  t.same(await repliesTo(asRole('learner')), ['public', 'undefined', 'learner', '403', '403'])
  t.same(await repliesTo(asRole('author')), ['public', 'undefined', 'learner', 'author', '403'])
  t.same(await repliesTo(asRole('admin')), ['public', 'undefined', 'learner', 'author', 'admin'])
  const forbidden = await asRole('learner')('GET', '/roles/admin')
  t.match(forbidden.json(), { type: 'urn:parlance:forbidden', detail: /takes the role admin; yours is learner/ })
})

t.test('a token is checked before anything that its bearer sent', async (t) => {
  t.equal((await callerOf(app)('PUT', '/v1/study-sessions/x/answers/x', { junk: true })).statusCode, 401)
})
