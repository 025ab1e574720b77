import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError, moveIntoPlace } from './embedded-binaries.ts'
import { type EmbeddedHome, run } from './embedded-home.ts'

const user = 'parlance'

/** A data folder of PostgreSQL ("cluster") and the password of its one account. */
export interface Cluster {
  home: EmbeddedHome
  folder: string
  password: string
}

/**
 * The cluster of a home, made if missing.
 * Throws an `EmbeddedPostgresError` where the folder is another PostgreSQL version's or not PostgreSQL's at all.
 */
export async function openCluster(home: EmbeddedHome): Promise<Cluster> {
  const folder = join(home.folder, 'postgres')
  if (await isEmpty(folder)) await initialise(home, folder)

  const [found, wanted] = [(await textOf(folder, 'PG_VERSION'))?.trim(), home.binaries.version.split('.')[0]]
  const password = await textOf(folder, 'parlance.password')
  if (found === wanted && password) return { home, folder, password }

  const holds = found && found !== wanted ? `the data of PostgreSQL ${found}` : 'something else'
  throw new EmbeddedPostgresError(
    `${folder} should hold the data of the embedded PostgreSQL ${wanted}, but holds ${holds}: ` +
      'move that folder away to start with an empty database, or set DATABASE_URL to a server that can read it'
  )
}

/** Made aside and renamed, so that neither a crash nor a second process leaves or meets a half-made cluster. */
async function initialise(home: EmbeddedHome, folder: string) {
  const aside = await mkdtemp(join(home.folder, 'initdb-'))
  const [cluster, password] = [join(aside, 'postgres'), join(aside, 'password')]
  try {
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (home.account) {
      await chown(aside, home.account.uid, home.account.gid)
      await chown(password, home.account.uid, home.account.gid)
    }
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = [`--username=${user}`, `--pwfile=${password}`, '--auth=scram-sha-256']
    // Not synced to disk: only a crash of the machine in its first seconds can cost it, and it is empty.
    await run(home, 'initdb', [...locale, ...access, '--no-sync', '--no-instructions'], cluster)
    await rename(password, join(cluster, 'parlance.password'))
    await moveIntoPlace(cluster, folder)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Starts the cluster's server on a free port of 127.0.0.1; throws an `EmbeddedPostgresError` if it is not ready in 15 s. */
export async function startServer({ home, folder }: Cluster, settings: Record<string, string>): Promise<void> {
  const port = String(await findFreePort())
  const local = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const all = { jit: 'off', timezone: 'UTC', log_timezone: 'UTC', ...settings, ...local }
  const options = Object.entries(all).map(([name, value]) => `-c ${shellQuoted(`${name}=${value}`)}`)
  await run(home, 'pg_ctl', ['start', '--silent', '--wait', '--timeout=15', `--options=${options.join(' ')}`], folder)
}

/** Stops the cluster's server with all its connections; throws an `EmbeddedPostgresError` if that takes more than 8 s. */
export async function stopServer({ home, folder }: Cluster): Promise<void> {
  const serverPid = async () => (await textOf(folder, 'postmaster.pid'))?.split('\n')[0]
  const pid = await serverPid()
  const deadline = performance.now() + 8_000
  // pg_ctl's own waiting can mistake a server that another process starts meanwhile for this one.
  await run(home, 'pg_ctl', ['stop', '--silent', '--no-wait', '--mode=fast'], folder)
  while ((await serverPid()) === pid) {
    if (performance.now() > deadline) throw new EmbeddedPostgresError(`The PostgreSQL in ${folder} does not stop`)
    await sleep(10)
  }
}

/** The URL of the cluster's server, its port as `postmaster.pid` has it; undefined where there is none. */
export async function serverUrl({ folder, password }: Cluster): Promise<string | undefined> {
  const port = (await textOf(folder, 'postmaster.pid'))?.split('\n')[3]
  return port && `postgres://${user}:${password}@127.0.0.1:${port}/`
}

/**
 * Forgets a server that a crash of the machine left in `postmaster.pid`, for when nobody listens on its port and
 * PostgreSQL still refuses to start: its pid is now another process's. A file this young may be a server's just starting.
 */
export async function forgetCrashedServer({ folder }: Cluster): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }))
  if (Date.now() - mtimeMs > 1_500) await rm(file, { force: true })
}

/** Whether nothing is there, or a folder with nothing in it. */
const isEmpty = async (folder: string) => (await readdir(folder).catch(ifMissing([]))).length === 0

async function textOf(folder: string, file: string): Promise<string | undefined> {
  return readFile(join(folder, file), 'utf8').catch(ifMissing(undefined))
}

const ifMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value
    throw error
  }

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** pg_ctl hands its options to a shell. */
function shellQuoted(text: string): string {
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`
}
