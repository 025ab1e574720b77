import type { FastifyBaseLogger } from 'fastify'
import pino, { type Logger } from 'pino'

/**
 * Where the log goes: prettily to a terminal, else to stdout as JSON lines. These are written together, ten times a
 * second or by 4 KiB, since one write for each line costs as much as a light request; a process that ends writes the rest.
 */
export const logOptions = (onTerminal: boolean) =>
  onTerminal
    ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }
    : { stream: pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 }) }

/**
 * Settles once all that was logged is written, or cannot be. What is left at a process's exit is written there and then, which
 * never ends where nobody reads it any more.
 */
export const flushLog = (log: FastifyBaseLogger): Promise<void> =>
  new Promise((resolve) => (log as Logger).flush(() => resolve()))
