import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { ReadReply, ReadResult, ReadTask } from './reader-process.ts'

/** A course takes more memory or time to read than any course should, or reading it failed for the `cause`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/** Reads courses in a process beside the server. */
export interface CourseReader {
  /** One course, after another is done. Throws `Unreadable`, or the signal's reason once that is aborted. */
  read(task: ReadTask, signal: AbortSignal): Promise<ReadResult>
  close(): void
}

interface Limits {
  /** In ms. */
  time: number
  /** In MB, of the process's heap. */
  memory: number
}

/** Several times what the largest published course takes. */
const LIMITS: Limits = { time: 120_000, memory: 200 }
/** In ms: how long a process waits for another course. */
const IDLE = 10_000

/**
 * A reader whose process starts when first needed. It is no thread: one that runs out of memory within `JSON.parse` takes
 * the whole server with it. It has nothing of the server's environment.
 */
export function createReader({ time, memory }: Limits = LIMITS): CourseReader {
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined

  const stop = () => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = undefined
  }
  const start = () =>
    fork(join(import.meta.dirname, 'reader-process.ts'), [], {
      execArgv: [`--max-old-space-size=${memory}`, '--max-semi-space-size=4', '--heap-growing-percent=50'],
      env: {},
      // Keeps one object of what is the same in many places, as dictionary entries are.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc']
      // One that is killed may still have something to say.
    }).on('error', () => {})

  return {
    async read(task, signal) {
      signal.throwIfAborted()
      clearTimeout(idle)
      child ??= start()
      const late = AbortSignal.timeout(time)
      try {
        const reply = await replyOf(child, task, AbortSignal.any([signal, late]))
        if ('failure' in reply)
          throw new Unreadable('The server failed to read it', { cause: new Error(reply.failure) })
        idle = setTimeout(stop, IDLE).unref()
        return reply.result
      } catch (error) {
        stop()
        signal.throwIfAborted()
        if (late.aborted) throw new Unreadable(`It takes more than ${time / 1000} s to read: divide the course`)
        throw error
      }
    },
    close: stop
  }
}

/** What a process answers; throws `Unreadable` where it ends instead. */
function replyOf(child: ChildProcess, task: ReadTask, signal: AbortSignal): Promise<ReadReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadReply>()
  const onExit = (code: number | null, by: string | null) =>
    // How V8 ends a process that has no memory left.
    by === 'SIGABRT' || code === 134
      ? reject(new Unreadable('It takes more memory to read than there is: divide the course'))
      : reject(new Unreadable('The server failed to read it', { cause: new Error(`The reader ended: ${by ?? code}`) }))
  const onError = (cause: Error) => reject(new Unreadable('The server failed to read it', { cause }))
  const onAbort = () => reject(signal.reason)
  child.once('message', resolve as (message: unknown) => void)
  child.once('exit', onExit).once('error', onError)
  signal.addEventListener('abort', onAbort, { once: true })
  child.ref()
  child.channel?.ref()
  child.send(task)
  return promise.finally(() => {
    child.off('message', resolve as (message: unknown) => void)
    child.off('exit', onExit).off('error', onError)
    signal.removeEventListener('abort', onAbort)
    child.unref()
    child.channel?.unref()
  })
}
