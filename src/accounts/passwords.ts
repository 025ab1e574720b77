import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { encodeBase64, getRounds } from 'bcryptjs'
import { Piscina } from 'piscina'
import { Unavailable } from '../http/problem.ts'
import type { PasswordTask } from './password-worker.ts'

/** bcrypt in worker threads. Both calls throw `Unavailable` when more are waiting than could be served soon. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether the password fits the hash; without a hash it takes as long and says no. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** Whether a hash was made at another cost than today's. */
  isOutdated(hash: string): boolean
  close(): Promise<void>
}

/** A pool of at most `threads` workers, which start when first needed and stop after a minute without work. */
export function createPasswords(cost: number, threads: number): Passwords {
  const pool = new Piscina<PasswordTask, string | boolean>({
    filename: join(import.meta.dirname, 'password-worker.ts'),
    minThreads: 0,
    maxThreads: threads,
    maxQueue: threads * 16,
    idleTimeout: 60_000,
    // What the process preloads, such as a test runner, is not for them: they would take ten times as long to start.
    execArgv: []
  })
  const run = async (task: PasswordTask) => {
    if (pool.queueSize >= pool.options.maxQueue) throw new Unavailable('Too many sign-ins at once; try again', 2)
    return pool.run(task)
  }
  const hash = (password: string) => run({ password, cost }) as Promise<string>
  // At the cost of today, so that an unknown account answers no faster than a known one; nobody knows what it is a hash of.
  const dummy = `$2b$${String(cost).padStart(2, '0')}$${encodeBase64(randomBytes(16), 16)}${encodeBase64(randomBytes(23), 23)}`
  return {
    hash,
    verify: async (password, stored) => {
      const fits = await run({ password, cost, hash: stored ?? dummy })
      return fits === true && stored !== undefined
    },
    isOutdated: (hash) => getRounds(hash) !== cost,
    close: () => pool.close()
  }
}
