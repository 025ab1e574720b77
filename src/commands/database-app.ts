import fastify, { type FastifyInstance } from 'fastify'
import config from '../../plugins/config.ts'
import database from '../../plugins/database.ts'
import { ConfigError } from '../config/faults.ts'

/**
 * As much of the server as a command needs: configured and connected, its warnings on stderr. `close()` it. Ends the
 * process where the environment is at fault or the database does not answer within the time of a start.
 */
export async function databaseApp(): Promise<FastifyInstance> {
  const app = fastify({ logger: { level: 'warn', stream: process.stderr } })
  try {
    await app.register(config).register(database)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
  if (!app.isDatabaseConnected()) {
    console.error('The database does not answer: see that it runs, and that DATABASE_URL is right')
    process.exit(1)
  }
  app.log.level = 'warn'
  return app
}
