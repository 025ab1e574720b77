import fastify, { type FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import config from '../../plugins/config.ts'
import database from '../../plugins/database.ts'
import { connectForMaintenance } from '../database/connect.ts'

/** The database does not answer within the time of a start. */
class NoDatabase extends Error {
  override readonly name = 'NoDatabase'
}

/**
 * Runs `work` with as much of the server as a command needs: configured and connected, its warnings on stderr. Throws
 * `ConfigError`, `EmbeddedPostgresError` or `NoDatabase`, and what `work` throws.
 */
async function withDatabase<Result>(work: (app: FastifyInstance) => Promise<Result>): Promise<Result> {
  const app = fastify({ logger: { level: 'warn', stream: process.stderr } })
  try {
    await app.register(config).register(database)
    if (!app.isDatabaseConnected()) {
      throw new NoDatabase('The database does not answer: see that it runs, and that DATABASE_URL is right')
    }
    app.log.level = 'warn'
    return await work(app)
  } finally {
    await app.close()
  }
}

/** Runs `work` as `withDatabase` does, once migrated where a start migrates. */
export const withMigratedDatabase = <Result>(work: (app: FastifyInstance) => Promise<Result>): Promise<Result> =>
  withDatabase(async (app) => {
    if (app.config.MIGRATE_ON_START) {
      const { migrateToLatest } = await import('../database/migrate.ts')
      await migrateToLatest(app.db)
    }
    return work(app)
  })

/** Runs `work` as `withDatabase` does, with a connection for what may take long. */
export const withMaintainedDatabase = <DB, Result>(work: (db: Kysely<DB>) => Promise<Result>): Promise<Result> =>
  withDatabase(async (app) => {
    const db = connectForMaintenance<DB>(app.databaseUrl)
    try {
      return await work(db)
    } finally {
      await db.destroy()
    }
  })
