import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { foldEmail } from '../http/email.ts'
import { Unavailable } from '../http/problem.ts'
import type { Bucket } from '../throttles/throttles.ts'

/** More wrong passwords than a window allows. */
export class TooManySignIns extends Error {
  override readonly name = 'TooManySignIns'
  readonly statusCode = 429
  readonly headers: Record<string, string>

  constructor(seconds: number) {
    super(`Too many attempts to sign in; try again in ${seconds} s`)
    this.headers = { 'retry-after': String(seconds) }
  }
}

/**
 * What a sign-in is counted by: the account, whether or not there is one, the address (of IPv6 its network), and both
 * together, so that one address alone locks nobody out.
 */
export function signInBuckets(email: string, address: string): Bucket[] {
  const account = foldEmail(email)
  const network = normalizeIP(address)
  return [
    { name: 'account', id: account, limit: 10 },
    { name: 'address', id: network, limit: 100 },
    { name: 'account and address', id: `${account} ${network}`, limit: 5 }
  ]
}

/** What one is counted by on devices that have been signed in to the account before: its owner gets in while others guess. */
export const knownDeviceBuckets = (userId: string): Bucket[] => [{ name: 'known devices', id: userId, limit: 10 }]

/**
 * What `check` gives, called only where every bucket has room; throws `TooManySignIns` elsewhere. The attempt is counted
 * before, so that parallel ones are too, and given back where the check gives something, which means that the password was
 * right, and where the server had no room for it (`Unavailable`).
 */
export async function attemptSignIn<Result>(
  app: FastifyInstance,
  buckets: readonly Bucket[],
  check: () => Promise<Result>
): Promise<Result> {
  const attempt = await app.throttles.take(buckets, app.config.SIGN_IN_WINDOW_SECONDS)
  if (!attempt.counted) throw new TooManySignIns(attempt.wait)
  const giveBack = () =>
    attempt.giveBack().catch((error) => app.log.warn({ err: error }, 'a sign-in stays counted for a window'))
  try {
    const result = await check()
    if (result) await giveBack()
    return result
  } catch (error) {
    if (error instanceof Unavailable) await giveBack()
    throw error
  }
}
