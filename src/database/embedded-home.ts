import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, type FileHandle, mkdir, open, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, EmbeddedPostgresError, findBinaries, shareBinaries } from './embedded-binaries.ts'

const homeOfRoot = '/var/lib/parlance'

interface Account {
  uid: number
  gid: number
}

/** Where the embedded PostgreSQL keeps its data and log, what it runs, and as whom where that is not our own account. */
export interface EmbeddedHome {
  folder: string
  binaries: Binaries
  account?: Account
}

/**
 * The home for a data folder: that folder itself, or for root a folder under /var/lib/parlance, because PostgreSQL
 * refuses to run as root and another account may not reach a checkout under root's home.
 */
export async function findHome(dataDir: string): Promise<EmbeddedHome> {
  const binaries = await findBinaries()
  await mkdir(dataDir, { recursive: true }).catch(({ message }) => {
    throw new EmbeddedPostgresError(`DATA_DIR cannot be used (${message}): set it to a folder that can be written`)
  })
  const folder = await realpath(dataDir)
  return process.getuid?.() === 0 ? findHomeOfRoot(folder, binaries) : { folder, binaries }
}

async function findHomeOfRoot(dataDir: string, binaries: Binaries): Promise<EmbeddedHome> {
  const folder = join(homeOfRoot, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  await mkdir(folder, { recursive: true })
  await chmod(homeOfRoot, 0o755)
  const account = await ownerOf(folder)
  await writeFile(join(dataDir, 'where-the-data-is.txt'), `Started by root, PostgreSQL keeps its data in ${folder}\n`)
  return { folder, binaries: await shareBinaries(binaries, homeOfRoot), account }
}

/** The account that a folder was given to when it was new: a `postgres` account may be added to the machine later. */
async function ownerOf(folder: string): Promise<Account> {
  const { uid, gid } = await stat(folder)
  if (uid !== 0) return { uid, gid }
  const account = (await findAccount('postgres')) ?? (await findAccount('nobody'))
  if (!account)
    throw new EmbeddedPostgresError('PostgreSQL refuses to run as root: start as an ordinary user, or set DATABASE_URL')
  await chmod(folder, 0o700)
  await chown(folder, account.uid, account.gid)
  return account
}

async function findAccount(name: string): Promise<Account | undefined> {
  const id = async (option: string) => Number((await promisify(execFile)('id', [option, name])).stdout)
  return Promise.all([id('-u'), id('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => undefined
  )
}

/** In bytes; a longer log begins anew at the next start. */
const LONGEST_LOG = 10_000_000

/**
 * Runs one of PostgreSQL's programs on a cluster, out of reach of our terminal's signals; what it prints goes to
 * `postgres.log`. Throws an `EmbeddedPostgresError` with that text when it fails.
 */
export async function run(
  home: EmbeddedHome,
  program: 'initdb' | 'pg_ctl',
  args: string[],
  cluster: string
): Promise<void> {
  await using log = await open(join(home.folder, 'postgres.log'), 'a+', 0o600)
  let { size } = await log.stat()
  if (size > LONGEST_LOG) {
    await log.truncate()
    size = 0
  }
  const child = spawn(join(home.binaries.folder, 'bin', program), args, {
    ...home.account,
    cwd: home.folder,
    env: { ...process.env, PGDATA: cluster, LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    windowsHide: true
  })
  const [code] = await once(child, 'exit').catch((cause) => {
    throw new EmbeddedPostgresError(`The embedded PostgreSQL cannot run here (${cause.message}): set DATABASE_URL`, {
      cause
    })
  })
  if (code !== 0) throw new EmbeddedPostgresError(`PostgreSQL's ${program} failed:\n${await textFrom(log, size)}`)
}

async function textFrom(log: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(4096), position })
  return buffer.toString('utf8', 0, bytesRead)
}
