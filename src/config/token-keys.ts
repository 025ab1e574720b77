import type { webcrypto } from 'node:crypto'
import { createPrivateKey, createPublicKey, hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

/** A key of access tokens: what signs (where we have it) and what verifies, as PEM or a shared secret. */
export interface TokenKey {
  kid: string
  algorithm: 'HS256' | 'EdDSA' | 'RS256'
  secret: string | { private?: string; public: string }
  /** What anybody may know of it, for `/.well-known/jwks.json`; a shared secret has nothing of the kind. */
  published?: Static<typeof PublishedKey>
}

export const PublishedKey = Type.Object(
  {
    kty: Type.String({ examples: ['OKP'] }),
    kid: Type.String({ examples: ['2026-01'] }),
    alg: Type.String({ examples: ['EdDSA'] }),
    use: Type.Literal('sig'),
    crv: Type.Optional(Type.String({ examples: ['Ed25519'] })),
    x: Type.Optional(Type.String({ examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'] })),
    n: Type.Optional(Type.String({ description: 'Of an RSA key' })),
    e: Type.Optional(Type.String({ description: 'Of an RSA key' }))
  },
  { title: 'PublishedKey' }
)

type Jwk = webcrypto.JsonWebKey & { kid?: string }

const KeySet = Type.Object({
  keys: Type.Array(Type.Object({ kid: Type.Optional(Type.String({ pattern: '^[\\w.-]{1,64}$' })) }), { minItems: 1 })
})

/** The one key of a server that has no others: HS256 with its secret, named by a hash of it. */
export const secretKey = (secret: string): TokenKey => ({
  kid: hash('sha256', `parlance/kid/${secret}`, 'base64url').slice(0, 11),
  algorithm: 'HS256',
  secret
})

/**
 * The keys of `JWT_KEYS`, a JWKS (RFC 7517) or the path of a file that holds one: Ed25519 (EdDSA) or RSA of 2048 bits or more
 * (RS256). The first must be private, for it signs. Throws where it is anything else.
 */
export function readKeySet(setting: string): TokenKey[] {
  const set: unknown = JSON.parse(setting.trimStart().startsWith('{') ? setting : readFileSync(setting, 'utf8'))
  if (!Value.Check(KeySet, set)) throw new TypeError('JWT_KEYS is not a JWKS')
  const keys = set.keys.map((key) => readKey(key as Jwk))
  if (typeof keys[0]!.secret === 'string' || !keys[0]!.secret.private) throw new TypeError('The first key cannot sign')
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new TypeError('Two keys have one kid')
  return keys
}

function readKey(jwk: Jwk): TokenKey {
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const type = publicKey.asymmetricKeyType
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (type !== 'ed25519' && !(type === 'rsa' && bits >= 2048)) throw new TypeError(`A ${type} key is not usable`)
  const { kty, crv, x, n, e } = publicKey.export({ format: 'jwk' })
  // RFC 7638: the members that make a key, in order of their names.
  const thumbprint = hash('sha256', JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x }), 'base64url')
  const kid = jwk.kid ?? thumbprint
  const algorithm = type === 'rsa' ? 'RS256' : 'EdDSA'
  return {
    kid,
    algorithm,
    secret: {
      ...(jwk.d && { private: createPrivateKey({ key: jwk, format: 'jwk' }).export(pem('pkcs8')) as string }),
      public: publicKey.export(pem('spki')) as string
    },
    published: JSON.parse(JSON.stringify({ kty: kty!, kid, alg: algorithm, use: 'sig', crv, x, n, e }))
  }
}

const pem = <Type extends 'pkcs8' | 'spki'>(type: Type) => ({ type, format: 'pem' as const })
