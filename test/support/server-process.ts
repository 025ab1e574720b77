import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import { start } from './process.ts'

/** A server as a process of its own. */
export interface ServerProcess {
  child: ChildProcess
  /** Every line that it has written to stdout so far. */
  lines: string[]
  /** Waits for a line of its log with this text. */
  line(text: string): Promise<string>
  /** How it ended, with all that it wrote to stderr. */
  gone: Promise<{ code: number | null; stderr: string }>
}

/** Starts the server on a port that is free, in a folder where no `.env` is; killed at the latest with the test. */
export function startServer(t: Test, cwd: string, env: Record<string, string>, file = 'src/server.ts'): ServerProcess {
  const child = start(file, { PORT: '0', HOST: '127.0.0.1', DATA_DIR: cwd, ...env }, cwd)
  t.teardown(() => child.kill('SIGKILL'))
  const lines: string[] = []
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line))
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const gone = once(child, 'close').then(([code]) => ({ code, stderr }))
  const line = async (text: string): Promise<string> => {
    for (;;) {
      const found = lines.find((line) => line.includes(text))
      if (found) return found
      const ended = await Promise.race([once(output, 'line').then(() => undefined), gone])
      if (ended && !lines.some((line) => line.includes(text))) {
        throw new Error(
          `The server ended with ${ended.code} before it said "${text}": ${lines.join('\n')}${ended.stderr}`
        )
      }
    }
  }
  return { child, lines, line, gone }
}

/** Where a started server listens. */
export async function originOf(server: ServerProcess): Promise<string> {
  await server.line('ready in')
  return /http:\/\/[\d.]+:\d+/.exec(await server.line('Server listening at'))![0]
}

/** A connection over which a test speaks HTTP by hand, bit by bit. */
export async function openSocket(origin: string) {
  const { hostname, port } = new URL(origin)
  const socket: Socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let received = ''
  socket.on('data', (text) => {
    received += text
  })
  socket.on('error', () => {})
  const ended = once(socket, 'close').then(() => received)
  return {
    send: (text: string) => socket.write(text),
    /** Waits until the server has said this. */
    async until(text: string): Promise<string> {
      while (!received.includes(text))
        await Promise.race([once(socket, 'data'), ended.then(() => Promise.reject(new Error(received)))])
      return received
    },
    /** All that the server has said, once it has ended the connection. */
    ended
  }
}
