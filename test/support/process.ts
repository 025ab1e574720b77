import { execFile } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** The environment of a process of the project, with nothing of this one's settings, and nothing of tap's. */
export const bareEnv = (settings: Record<string, string>): Record<string, string> => ({
  PATH: process.env.PATH!,
  HOME: process.env.HOME ?? '/',
  ...settings
})

/** Runs a file of the project (or of a copy of it) to its end, in a folder where no `.env` is. */
export function run(
  file: string,
  args: string[],
  env: Record<string, string>,
  cwd: string
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd, env: bareEnv({ NODE_ENV: 'test', DATA_DIR: cwd, ...env }) }
    const child = execFile(process.execPath, [file, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr })
    )
  })
}
