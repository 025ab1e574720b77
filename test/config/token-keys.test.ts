import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readKeySet, secretKey } from '../../src/config/token-keys.ts'

const jwk = (key: KeyObject, kid?: string) => ({ ...key.export({ format: 'jwk' }), ...(kid && { kid }) })
const ed = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const set = (...keys: object[]) => JSON.stringify({ keys })

t.test('keys of both kinds are read in order, from a text or a file', async (t) => {
  const text = set(jwk(ed.privateKey, 'new'), jwk(rsa.publicKey, 'old'))
  const keys = readKeySet(text)
  t.match(keys, [
    { kid: 'new', algorithm: 'EdDSA', secret: { private: /PRIVATE KEY/, public: /PUBLIC KEY/ } },
    { kid: 'old', algorithm: 'RS256', secret: { private: undefined, public: /PUBLIC KEY/ } }
  ])
  const file = join(t.testdir(), 'jwks.json')
  writeFileSync(file, text)
  t.same(readKeySet(file), keys)
})

t.test('nothing private is published', async (t) => {
  const [one, other] = readKeySet(set(jwk(ed.privateKey), jwk(rsa.privateKey)))
  t.match(one!.published, { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })
  t.match(other!.published, { kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' })
  t.same(Object.keys(other!.published!).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
  t.same(Object.keys(one!.published!).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  t.equal(secretKey('a secret').published, undefined)
})

t.test('a key without a name is named by its thumbprint (RFC 7638, appendix A.1 of RFC 8037)', async (t) => {
  const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
  const [, named] = readKeySet(set(jwk(ed.privateKey), key))
  t.equal(named!.kid, 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  t.equal(secretKey('a').kid, secretKey('a').kid)
  t.not(secretKey('a').kid, secretKey('b').kid)
})

t.test('what cannot sign tokens safely is refused', async (t) => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const refused: Record<string, string> = {
    'no JSON': '{',
    'no such file': '/nowhere/jwks.json',
    'no keys': set(),
    'not a set': JSON.stringify(jwk(ed.privateKey)),
    'a shared secret': set({ kty: 'oct', k: 'c2VjcmV0' }),
    'an RSA key of 1024 bits': set(jwk(small.privateKey)),
    'an elliptic curve of another kind': set(jwk(curve.privateKey)),
    'X25519, which signs nothing': set(jwk(generateKeyPairSync('x25519').privateKey)),
    'a first key without its private part': set(jwk(ed.publicKey), jwk(rsa.privateKey)),
    'two of one name': set(jwk(ed.privateKey, 'a'), jwk(rsa.privateKey, 'a')),
    'a name that is no text': set({ ...jwk(ed.privateKey), kid: 7 })
  }
  for (const [what, setting] of Object.entries(refused)) t.throws(() => readKeySet(setting), what)
})
