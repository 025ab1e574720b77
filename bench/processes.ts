import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

/** A server under load: where it listens, and how long it took from its start until it was ready, in ms. */
export interface Running {
  port: number
  readyAfter: number
  stop(): Promise<void>
}

/** With two cores or more (and Linux) each server has the first to itself, and the load and PostgreSQL the others. */
const pins = process.platform === 'linux' && availableParallelism() > 1

/** Leaves the first core to the servers; what is started from here on inherits that. */
export function leaveCoreToServers(): void {
  if (pins) execFileSync('taskset', ['-a', '-c', '-p', `1-${availableParallelism() - 1}`, String(process.pid)])
}

/** Starts a script as a process of its own, its log thrown away, and waits until `ready` answers with 200. */
export async function start(
  script: string,
  ready: string,
  env: Record<string, string>,
  flags: readonly string[] = []
): Promise<Running> {
  const port = await findFreePort()
  const command = [process.execPath, ...flags, script]
  if (pins) command.unshift('taskset', '-c', '0')
  const started = performance.now()
  const child = spawn(command[0]!, command.slice(1), {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const exited = once(child, 'exit')
  exited.then(() => child.removeAllListeners())
  while (!(await answers(`http://127.0.0.1:${port}${ready}`))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`)
    await wait(5)
  }
  return { port, readyAfter: performance.now() - started, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill()
  await once(child, 'exit')
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false
  )

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
