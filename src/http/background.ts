import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Work that a server does from time to time, beside its requests. */
export interface Chore {
  /** In ms: before the first time, and between two. */
  first: number
  interval: number
  work(): Promise<unknown>
  /** Told once of a row of failures. */
  failed: string
}

/**
 * Does a chore again and again, once the database is migrated and until the server closes; one that fails comes again.
 * Gives a function that has it done at once.
 */
export function repeat(app: FastifyInstance, { first, interval, work, failed }: Chore): () => void {
  const closing = new AbortController()
  let called = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.addHook('onReady', async () => void run(closing.signal).catch(() => {}))
  return () => called.abort()

  async function run(signal: AbortSignal): Promise<void> {
    let failing = false
    for (let delay = first; ; delay = interval) {
      // Whoever calls meanwhile ends the next pause before it begins.
      await wait(delay, undefined, { signal: AbortSignal.any([signal, called.signal]), ref: false }).catch(() => {})
      signal.throwIfAborted()
      called = new AbortController()
      try {
        if ((await app.pendingMigrations()).length > 0) continue
        await work()
        failing = false
      } catch (error) {
        if (!failing) app.log.warn({ err: error }, failed)
        failing = true
      }
    }
  }
}
