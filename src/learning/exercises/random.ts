import { hash } from 'node:crypto'

/** A seeded source of chance: an integer from 0 up to, not including, `bound`. */
export type Random = (bound: number) => number

/**
 * The same numbers for the same seed on every machine, so that a session can be made again from its seed: sfc32 (Chris
 * Doty-Humphrey, PractRand 0.95, "Small Fast Counter"), its state taken from the seed's SHA-256. Not for secrets.
 */
export function seededRandom(seed: string): Random {
  const digest = hash('sha256', seed, 'buffer')
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let counter = 1
  return (bound) => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return Math.floor(((sum >>> 0) / 2 ** 32) * bound)
  }
}

/** A shuffled copy (Fisher–Yates). */
export function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = random(last + 1)
    const moved = result[last]!
    result[last] = result[other]!
    result[other] = moved
  }
  return result
}
