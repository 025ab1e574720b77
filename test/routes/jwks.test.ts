import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import t from 'tap'
import { callerOf, secondApp, signUp, testApp } from '../helper.ts'

const pair = (type: 'ed25519' | 'rsa', kid: string) => {
  const { privateKey, publicKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid,
    pem: publicKey.export({ type: 'spki', format: 'pem' }) as string
  }
}
const [ed, rsa] = [pair('ed25519', 'ed'), pair('rsa', 'rsa')]
const set = (...keys: object[]) => JSON.stringify({ keys })

const secretly = await testApp(t)
const byEd = await secondApp(t, secretly, { env: { JWT_KEYS: set(ed, rsa) } })
const byRsa = await secondApp(t, secretly, { env: { JWT_KEYS: set(rsa, ed) } })
const { user } = await signUp(secretly)
const tokenOf = (app: typeof secretly) => app.signAccessToken(user, user.id).accessToken
const statusOf = async (app: typeof secretly, token: string) =>
  (await callerOf(app, { authorization: `Bearer ${token}` })('GET', '/v1/me')).statusCode

t.test('the first key signs, all verify', async (t) => {
  for (const signer of [byEd, byRsa]) {
    for (const verifier of [byEd, byRsa]) t.equal(await statusOf(verifier, tokenOf(signer)), 200)
    t.equal(await statusOf(secretly, tokenOf(signer)), 401)
    t.equal(await statusOf(signer, tokenOf(secretly)), 401)
  }
})

t.test('anybody can check a token by the published keys, which say nothing private', async (t) => {
  const { keys } = (await callerOf(byEd)('GET', '/.well-known/jwks.json')).json()
  t.same(
    keys.map(({ kid, alg }: { kid: string; alg: string }) => [kid, alg]),
    [
      ['ed', 'EdDSA'],
      ['rsa', 'RS256']
    ]
  )
  for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
    t.notOk(
      keys.some((key: object) => name in key),
      name
    )
  const token = tokenOf(byEd)
  const [head, payload, signature] = token.split('.')
  t.match(JSON.parse(Buffer.from(head!, 'base64url').toString()), { alg: 'EdDSA', typ: 'at+jwt', kid: 'ed' })
  const key = createPublicKey({ key: keys[0], format: 'jwk' })
  t.ok(verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature!, 'base64url')))
  t.same((await callerOf(secretly)('GET', '/.well-known/jwks.json')).json(), { keys: [] })
})

t.test('a public key is no shared secret, and a key signs by its own algorithm alone', async (t) => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const payload = tokenOf(byRsa).split('.')[1]!
  for (const [kid, key] of [
    ['rsa', rsa.pem],
    ['rsa', rsa.pem.trim()],
    ['ed', ed.pem]
  ] as const) {
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`
    t.equal(await statusOf(byRsa, `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`), 401)
  }
  const [head, body, signature] = tokenOf(byRsa).split('.')
  const claimed = encode({ ...JSON.parse(Buffer.from(head!, 'base64url').toString()), kid: 'ed' })
  t.equal(await statusOf(byRsa, `${claimed}.${body}.${signature}`), 401)
})
