import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import { derivedKey } from '../config/derived-key.ts'

/** A refresh token as its parts: whose and which session's, and what the database keeps instead of it. */
export interface RefreshToken {
  userId: string
  sessionId: string
  text: string
  hash: Buffer
}

/** Makes and reads refresh tokens with a key of their own, drawn from the server's secret. */
export interface RefreshTokens {
  /** The first token of a session. */
  first(userId: string, sessionId: string): RefreshToken
  /** A token that this server made; undefined for anything else. */
  read(text: string): RefreshToken | undefined
  /** The token that takes its place: always the same, so that a reply which was lost can be given again. */
  successor(token: RefreshToken): RefreshToken
}

const ID = 16
const SECRET = 32
const SEAL = 16
const LENGTH = 2 * ID + SECRET + SEAL

/**
 * A refresh token is `userId.sessionId.secret` (256 random bits) in base64url, sealed: only a sealed token can be an old one
 * of the session, so that nobody ends another's session with a token made up. Only its hash is stored.
 */
export function refreshTokens(serverSecret: string): RefreshTokens {
  const sealKey = derivedKey(serverSecret, 'refresh-seal')
  const successorKey = derivedKey(serverSecret, 'refresh-successor')

  const make = (userId: string, sessionId: string, secret: Buffer): RefreshToken => {
    const body = Buffer.concat([parse(userId), parse(sessionId), secret])
    const bytes = Buffer.concat([body, seal(body)])
    return { userId, sessionId, text: bytes.toString('base64url'), hash: hash('sha256', bytes, 'buffer') }
  }
  const seal = (body: Buffer) => createHmac('sha256', sealKey).update(body).digest().subarray(0, SEAL)

  return {
    first: (userId, sessionId) => make(userId, sessionId, randomBytes(SECRET)),
    read: (text) => {
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length !== LENGTH || bytes.toString('base64url') !== text) return undefined
      const body = bytes.subarray(0, -SEAL)
      if (!timingSafeEqual(seal(body), bytes.subarray(-SEAL))) return undefined
      const [userId, sessionId] = [stringify(body.subarray(0, ID)), stringify(body.subarray(ID, 2 * ID))]
      return { userId, sessionId, text, hash: hash('sha256', bytes, 'buffer') }
    },
    successor: ({ userId, sessionId, text }) =>
      make(userId, sessionId, createHmac('sha256', successorKey).update(text).digest())
  }
}
