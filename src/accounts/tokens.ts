import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { StringEnum } from '../http/schema.ts'
import { roles } from './roles.ts'

export const ISSUER = 'parlance'
export const AUDIENCE = 'parlance'
/** RFC 9068 §2.1: tells an access token from any other token signed with the same key. */
export const TOKEN_TYPE = 'at+jwt'
/** Clocks of two machines may differ by this much, in seconds. */
export const CLOCK_SKEW = 30

export const Role = StringEnum(roles)
export type Role = Static<typeof Role>

const id = Type.String({ pattern: '^[0-9a-f-]{36}$' })

const AccessToken = Type.Object({
  sub: id,
  sid: id,
  role: Type.Union(roles.map((role) => Type.Literal(role))),
  iat: Type.Integer({ minimum: 0 }),
  exp: Type.Integer({ minimum: 0, maximum: 4_102_444_800 })
})
export type AccessToken = Static<typeof AccessToken>

/** No, a wrong, or an expired access token. RFC 6750 §3 asks for the header. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized'
  readonly statusCode = 401
  readonly headers: Record<string, string>

  constructor(message: string, headers = { 'www-authenticate': 'Bearer' }) {
    super(message)
    this.headers = headers
  }
}

/** The token is good, but not good enough for this. */
export class Forbidden extends Error {
  override readonly name: string = 'Forbidden'
  readonly statusCode = 403
}

/** The token of an `Authorization: Bearer …` header (RFC 6750 §2.1); throws `Unauthorized` where there is none. */
export function bearerToken(header: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1]
  if (!token) throw new Unauthorized('Sign in first: send the header Authorization: Bearer <accessToken>')
  return token
}

const Header = Type.Object({ kid: Type.String() })

/** The id of the key that a token says it was signed with; throws where it says none. */
export function keyIdOf(token: string): string {
  const header: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString())
  if (!Value.Check(Header, header)) throw invalidToken()
  return header.kid
}

/**
 * The claims, where they are of the form that this server signs, not issued in the future, and for no longer than `lifetime`:
 * what was revoked is forgotten after that (both in s).
 */
export function checkClaims(claims: unknown, now: number, lifetime: number): AccessToken {
  const good = Value.Check(AccessToken, claims) && claims.iat <= now + CLOCK_SKEW && claims.exp - claims.iat <= lifetime
  if (!good) throw invalidToken()
  return claims
}

/** A token that does not verify, whatever the reason: which one is not for its bearer to know. */
export const invalidToken = () =>
  new Unauthorized('The access token is not valid or has expired: sign in again', {
    'www-authenticate': 'Bearer error="invalid_token"'
  })
