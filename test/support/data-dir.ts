import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { findHome } from '../../src/database/embedded-home.ts'

/** A folder that only we can enter, as root's home is; gone at the end, with its server and what that kept elsewhere. */
export async function newDataDir(t: Test): Promise<string> {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'parlance-')), '.data')
  t.teardown(async () => {
    const { folder } = await findHome(dataDir)
    await serverPid(folder).then(
      (pid) => process.kill(pid, 'SIGQUIT'),
      () => {}
    )
    for (const made of [dirname(dataDir), folder]) await rm(made, { recursive: true, force: true })
  })
  return dataDir
}

/** Where PostgreSQL notes who serves the data of an embedded home. */
export const pidFile = (folder: string) => join(folder, 'postgres', 'postmaster.pid')

export const serverPid = async (folder: string) => Number.parseInt(await readFile(pidFile(folder), 'utf8'), 10)
