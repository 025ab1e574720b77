import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedPostgresError } from './embedded-binaries.ts'
import {
  type Cluster,
  forgetCrashedServer,
  openCluster,
  serverUrl,
  startServer,
  stopServer
} from './embedded-cluster.ts'
import { findHome } from './embedded-home.ts'

export interface EmbeddedPostgresOptions {
  dataDir: string
  /** Made if missing. */
  database?: string
  /** PostgreSQL settings for the server if this call starts it, such as `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
  log?: (message: string) => void
  /** Leave the server running at `release()`, for the next process. */
  keepRunning?: boolean
}

export interface EmbeddedPostgres {
  url: string
  /** The folder of the data and `postgres.log`: the given one, or for root one that PostgreSQL's account can reach. */
  dataDir: string
  /** Whether this call started the server, and not another process. */
  started: boolean
  /** Gives the lease back; with the last one the server stops. */
  release(): Promise<void>
}

const patience = 15_000

/** Any number will do: nothing else takes advisory locks in the database `postgres`. */
const leaseKey = 18

/**
 * The PostgreSQL that comes with the project, for development and tests: started, or joined where another process has
 * started it or left it behind. Throws an `EmbeddedPostgresError` where it cannot run or does not answer within 15 s.
 */
export async function joinEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = 'parlance', settings = {}, log = () => {}, keepRunning = false } = options
  const home = await findHome(dataDir)
  const cluster = await openCluster(home)
  const { lease, server, started } = await takeLease(cluster, settings)
  log(`PostgreSQL ${home.binaries.version} ${started ? 'started' : 'joined'}, its data in ${home.folder}`)

  const leave = async () => {
    try {
      if (!keepRunning && (await isLast(lease))) await stopServer(cluster)
    } finally {
      await lease.end()
    }
  }
  let left: Promise<void> | undefined
  const release = () => (left ??= leave())

  await createIfMissing(lease, database).catch(async (error) => {
    await release()
    throw error
  })
  return { url: new URL(encodeURIComponent(database), server).href, dataDir: home.folder, started, release }
}

/** Starts the server until it gives a lease: it may be starting, stopping or crashed, or another process may be first. */
async function takeLease(cluster: Cluster, settings: Record<string, string>) {
  const deadline = performance.now() + patience
  let started = false
  let refusal: Error | undefined
  let failure: Error | undefined
  for (let failedStarts = 0; failedStarts < 20 && performance.now() < deadline; ) {
    const server = await serverUrl(cluster)
    try {
      if (server) return { lease: await openLease(server), server, started }
    } catch (error) {
      refusal = error as Error
      const { code = '' } = refusal as pg.DatabaseError
      if (isPassing(code)) {
        await sleep(20)
        continue
      }
      if (code === 'ECONNREFUSED' && failedStarts > 0) await forgetCrashedServer(cluster)
    }
    try {
      await startServer(cluster, settings)
      started = true
    } catch (error) {
      failure = error as Error
      // A setting that is refused is refused again; a server that is in the way may leave.
      if (failure.message.includes('parameter "')) break
      failedStarts++
      await sleep(20)
    }
  }
  const { message } = failure ?? refusal ?? {}
  throw new EmbeddedPostgresError(`The PostgreSQL in ${cluster.folder} cannot be used: ${message}`, { cause: refusal })
}

/** Starting, stopping, recovering (class 57, "operator intervention"), or for the moment without a free connection. */
const isPassing = (code: string) => code.startsWith('57') || code === '53300'

/**
 * The lease is a connection that shares a lock for as long as its process lives. It waits here while the last of the
 * others holds the lock alone to stop the server, and is then told so (57P01).
 */
async function openLease(server: string): Promise<pg.Client> {
  const lease = new pg.Client({
    connectionString: new URL('postgres', server).href,
    application_name: 'parlance-lease',
    connectionTimeoutMillis: 5_000,
    statement_timeout: patience,
    ssl: false
  })
  // A lost lease needs no more than this: whoever lost the server notices by its own connections.
  lease.on('error', () => {})
  try {
    await lease.connect()
    await lease.query(`select pg_advisory_lock_shared(${leaseKey})`)
    return lease
  } catch (error) {
    await lease.end()
    throw error
  }
}

/** Whether nobody else holds a lease; if so nobody gets one any more. False where the lease is lost with the server. */
async function isLast(lease: pg.Client): Promise<boolean> {
  try {
    await lease.query(`select pg_advisory_unlock_shared(${leaseKey})`)
    const { rows } = await lease.query(`select pg_try_advisory_lock(${leaseKey}) as last`)
    return rows[0].last
  } catch {
    return false
  }
}

async function createIfMissing(lease: pg.Client, database: string) {
  const { rowCount } = await lease.query('select from pg_database where datname = $1', [database])
  if (rowCount) return
  await lease.query(`create database ${pg.escapeIdentifier(database)}`).catch((error) => {
    const createdMeanwhile = error.code === '42P04' || error.code === '23505'
    if (!createdMeanwhile) throw error
  })
}
