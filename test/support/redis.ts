import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import { freePort } from './free-port.ts'

/** Why there is no Redis to test with: give it to a test's `skip`. */
export const noRedis: string | false = spawnSync('redis-server', ['--version']).error
  ? 'redis-server is not on this machine'
  : false

/** A Redis of a test's own, which keeps nothing when it is killed. */
export interface RedisServer {
  url: string
  kill(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
}

/** Starts a Redis that ends with the test. */
export async function startRedis(t: Test): Promise<RedisServer> {
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let child: ChildProcess
  const start = async () => {
    child = spawn('redis-server', settings, { cwd: t.testdir(), stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const line of createInterface(child.stdout!)) if (/Ready to accept connections/.test(line)) break
    child.stdout!.resume()
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  t.teardown(kill)
  await start()
  return { url: `redis://127.0.0.1:${port}`, kill, start }
}
