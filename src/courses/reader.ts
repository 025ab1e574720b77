import { join } from 'node:path'
import { Piscina } from 'piscina'
import type { ReadResult, ReadTask } from './reader-worker.ts'

/** A course takes more memory or time to read than any course should, or reading it failed for the `cause`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/** Reads courses in a thread of their own, one at a time. */
export interface CourseReader {
  /** Throws `Unreadable`, or the signal's reason once that is aborted. */
  read(task: ReadTask, signal: AbortSignal): Promise<ReadResult>
  close(): Promise<void>
}

interface Limits {
  /** In ms. */
  time: number
  /** In MB, of the thread's heap. */
  memory: number
}

/** Several times what the largest published course takes. */
const LIMITS: Limits = { time: 120_000, memory: 200 }

/** A reader whose thread starts when first needed and stops after ten seconds without work. */
export function createReader({ time, memory }: Limits = LIMITS): CourseReader {
  const pool = new Piscina<ReadTask, ReadResult>({
    filename: join(import.meta.dirname, 'reader-worker.ts'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: memory },
    // What the process preloads, such as a test runner, is not for it.
    execArgv: []
  })
  return {
    async read(task, signal) {
      const late = AbortSignal.timeout(time)
      try {
        return await pool.run(task, { signal: AbortSignal.any([signal, late]) })
      } catch (error) {
        signal.throwIfAborted()
        if (late.aborted) throw new Unreadable(`It takes more than ${time / 1000} s to read: divide the course`)
        if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
          throw new Unreadable('It takes more memory to read than there is: divide the course')
        throw new Unreadable('The server failed to read it', { cause: error })
      }
    },
    close: () => pool.destroy()
  }
}
