import { setTimeout as wait } from 'node:timers/promises'
import postgres from '@fastify/postgres'
import fp from 'fastify-plugin'
import { Kysely, PostgresDialect } from 'kysely'
import type { Database, Db } from '../src/database/database.ts'
import { joinEmbeddedPostgres } from '../src/database/embedded.ts'
import { typeParsers } from '../src/database/parsers.ts'
import { preparedPool } from '../src/database/prepared.ts'

declare module 'fastify' {
  interface FastifyInstance {
    db: Db
    /** Where the database is, with its password. */
    databaseUrl: string
    /** Settles when the database has answered for the first time; start-up waits for it at most 5 s. */
    databaseConnected: Promise<void>
    isDatabaseConnected(): boolean
  }
}

const STARTUP_PATIENCE = 5_000

/** `app.db`: Kysely over the pool of `@fastify/postgres`, on `DATABASE_URL` or an embedded PostgreSQL. */
export default fp(
  async (app) => {
    const { config } = app
    let embedded: Awaited<ReturnType<typeof joinEmbeddedPostgres>> | undefined
    // Hooks on closing run last to first: the embedded server leaves after the pool that is registered below.
    app.addHook('onClose', async () => embedded?.release())
    if (!config.DATABASE_URL) {
      embedded = await joinEmbeddedPostgres({ dataDir: config.DATA_DIR, log: (message) => app.log.info(message) })
    }
    app.decorate('databaseUrl', config.DATABASE_URL ?? embedded!.url)

    await app.register(postgres, {
      connectionString: app.databaseUrl,
      application_name: 'parlance',
      max: config.DATABASE_POOL_MAX,
      connectionTimeoutMillis: config.DATABASE_ACQUIRE_TIMEOUT_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS,
      query_timeout: config.DATABASE_QUERY_TIMEOUT_MS,
      types: typeParsers
    })
    const { pool } = app.pg
    // A connection lost while idle is the pool's to report, one lost inside a transaction its client's; unheard, either
    // would end the process.
    pool.on('error', (error) => app.log.warn({ err: error }, 'an idle database connection was lost'))
    pool.on('connect', (client) => {
      client.on('error', (error) => app.log.warn({ err: error }, 'a database connection was lost'))
    })

    // The pool has an owner already, so `db.destroy()` is never called.
    const dialect = new PostgresDialect({ pool: preparedPool(pool, config.DATABASE_PREPARED) })
    app.decorate('db', new Kysely<Database>({ dialect }))

    let connected = false
    app.decorate('isDatabaseConnected', () => connected)
    const closing = new AbortController()
    app.addHook('preClose', async () => closing.abort())
    app.decorate('databaseConnected', connect(closing.signal))
    // Only closing the server ends the attempts; whoever waits for the database then waits for nothing.
    app.databaseConnected.catch(() => {})
    await Promise.race([app.databaseConnected, wait(STARTUP_PATIENCE, undefined, { ref: false })])

    async function connect(signal: AbortSignal): Promise<void> {
      for (let delay = 250; ; delay = Math.min(delay * 2, 10_000)) {
        try {
          await pool.query('select 1')
          connected = true
          return
        } catch (error) {
          signal.throwIfAborted()
          // A host of several addresses gives an error without a message of its own.
          const { message, code } = error as NodeJS.ErrnoException
          app.log.warn(`The database does not answer (${message || code}); trying again in ${delay} ms`)
          await wait(delay, undefined, { signal, ref: false })
        }
      }
    }
  },
  { name: 'database', dependencies: ['config'] }
)
