import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse } from 'uuid'
import { derivedKey } from '../config/derived-key.ts'

/** Makes and reads device tokens: a device that has one was signed in before, which is all that it says. */
export interface DeviceTokens {
  issue(userId: string, passwordHash: string): string
  /** Whether it is a token for this user, given since the password is this one. */
  isKnown(token: string, userId: string, passwordHash: string): boolean
}

const ID = 16
const SEAL = 16

/**
 * A device token is an id and a seal over it, its user and their password's hash, in base64url: nothing is stored, and another
 * password ends it. It opens no account; it lets its owner try a password while strangers have used up the account's attempts
 * (OWASP, "device cookies").
 */
export function deviceTokens(serverSecret: string): DeviceTokens {
  const key = derivedKey(serverSecret, 'device')
  const seal = (id: Buffer, userId: string, passwordHash: string) =>
    createHmac('sha256', key)
      .update(Buffer.concat([parse(userId), id, Buffer.from(passwordHash)]))
      .digest()
      .subarray(0, SEAL)
  return {
    issue: (userId, passwordHash) => {
      const id = randomBytes(ID)
      return Buffer.concat([id, seal(id, userId, passwordHash)]).toString('base64url')
    },
    isKnown: (token, userId, passwordHash) => {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== ID + SEAL) return false
      return timingSafeEqual(seal(bytes.subarray(0, ID), userId, passwordHash), bytes.subarray(ID))
    }
  }
}
