import { createHmac } from 'node:crypto'
import { derivedKey } from '../config/derived-key.ts'

/** What attempts are counted by: `limit` of them in a window, for each id (an address, an account) under a name. */
export interface Bucket {
  name: string
  id: string
  limit: number
}

/** An attempt that is counted until it is given back, or one that is not, because it has to wait so many seconds. */
export type Attempt = { counted: true; giveBack(): Promise<unknown> } | { counted: false; wait: number }

/**
 * Counts an attempt under every key, or under none where one has reached its limit. A window begins with the first attempt
 * that is counted, and later ones do not prolong it. An attempt is given back to the windows that it was taken from.
 */
export type ThrottleStore = (keys: Buffer[], limits: number[], windowSeconds: number) => Promise<Attempt>

export interface Throttles {
  /** Counts an attempt in every bucket, or in none where one is full; the buckets' names differ. */
  take(buckets: readonly Bucket[], windowSeconds: number): Promise<Attempt>
}

/**
 * Throttles whose store holds no e-mail or network address but keyed hashes. Without a key, to hash every address that
 * there may be would find out whose they are. The key is derived, for `secret` itself signs tokens.
 */
export function createThrottles(store: ThrottleStore, secret: string): Throttles {
  const key = derivedKey(secret, 'throttles')
  const keyOf = ({ name, id }: Bucket) => createHmac('sha256', key).update(`${name}\0${id}`).digest()
  return {
    take: (buckets, windowSeconds) =>
      store(
        buckets.map(keyOf),
        buckets.map(({ limit }) => limit),
        windowSeconds
      )
  }
}
