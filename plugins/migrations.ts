import { setTimeout as wait } from 'node:timers/promises'
import fp from 'fastify-plugin'
import { connectForMaintenance } from '../src/database/connect.ts'
import { migrateToLatest, pendingMigrations } from '../src/database/migrate.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The migrations that the database still lacks. */
    pendingMigrations(): Promise<string[]>
    /** Settles when start-up's migrations have run, where `MIGRATE_ON_START` asks for them. */
    migrated: Promise<void>
  }
}

const STARTUP_PATIENCE = 30_000

/** Migrates at start where `MIGRATE_ON_START` says so; elsewhere tells readiness what `npm run migrate` has yet to do. */
export default fp(
  async (app) => {
    let complete = false
    app.decorate('pendingMigrations', async () => {
      if (complete) return []
      const pending = await pendingMigrations(app.db)
      complete = pending.length === 0
      return pending
    })

    app.decorate('migrated', migrate())
    app.migrated.catch((error) => {
      if (error.name !== 'AbortError') app.log.fatal({ err: error }, 'a migration failed')
    })
    app.addHook('onClose', () => app.migrated.catch(() => {}))
    if (app.isDatabaseConnected()) await Promise.race([app.migrated, wait(STARTUP_PATIENCE, undefined, { ref: false })])

    async function migrate(): Promise<void> {
      await app.databaseConnected
      if (!app.config.MIGRATE_ON_START || (await app.pendingMigrations()).length === 0) return
      const db = connectForMaintenance(app.databaseUrl)
      try {
        const names = await migrateToLatest(db)
        app.log.info({ migrations: names }, 'migrated the database')
      } finally {
        await db.destroy()
      }
    }
  },
  { name: 'migrations', dependencies: ['database'] }
)
