import fastify, { type FastifyInstance } from 'fastify'
import config from '../../plugins/config.ts'
import database from '../../plugins/database.ts'

/** The database does not answer within the time of a start. */
class NoDatabase extends Error {
  override readonly name = 'NoDatabase'
}

/**
 * As much of the server as a command needs: configured and connected, its warnings on stderr. `close()` it. Throws
 * `ConfigError`, `EmbeddedPostgresError` or `NoDatabase`.
 */
export async function databaseApp(): Promise<FastifyInstance> {
  const app = fastify({ logger: { level: 'warn', stream: process.stderr } })
  try {
    await app.register(config).register(database)
    if (!app.isDatabaseConnected()) {
      throw new NoDatabase('The database does not answer: see that it runs, and that DATABASE_URL is right')
    }
    app.log.level = 'warn'
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}
