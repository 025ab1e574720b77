import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { nodeFlags } from '../../src/npm-start.ts'

export const root = join(import.meta.dirname, '../..')

/** The environment of a process of the project, with nothing of this one's settings, and nothing of tap's. */
export const bareEnv = (settings: Record<string, string>): Record<string, string> => ({
  PATH: process.env.PATH!,
  HOME: process.env.HOME ?? '/',
  NODE_COMPILE_CACHE: join(root, '.tap/compile-cache'),
  ...settings
})

/** For `env`: tap gives every process NODE_OPTIONS that have it watched, which costs more than most of them. */
export const unwatched = ['-u', 'NODE_OPTIONS']

const node = [...unwatched, process.execPath, ...nodeFlags]

/** Runs a file of the project (or of a copy of it) to its end, in a folder where no `.env` is. */
export function run(
  file: string,
  args: string[],
  env: Record<string, string>,
  cwd: string
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd, env: bareEnv({ NODE_ENV: 'test', DATA_DIR: cwd, ...env }) }
    const child = execFile('env', [...node, file, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr })
    )
  })
}

/** Starts a file of the project with this environment, its output to be read. */
export const start = (
  file: string,
  env: Record<string, string>,
  cwd: string
): ChildProcessByStdio<null, Readable, Readable> =>
  spawn('env', [...node, join(root, file)], { cwd, env: bareEnv(env), stdio: ['ignore', 'pipe', 'pipe'] })
