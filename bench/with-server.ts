import { joinEmbeddedPostgres } from '../src/database/embedded.ts'
import { compileCache, nodeFlags } from '../src/npm-start.ts'
import { createDatabase } from './data.ts'
import { leaveCoreToServers, type Running, start } from './processes.ts'

/** A server under load, on a new database that nobody limits, and where both are. */
export interface Bench {
  server: Running
  origin: string
  database: string
}

const limitless = {
  JWT_SECRET: 'only-for-the-benchmark-and-nothing-else',
  RATE_LIMIT: '10000000',
  SIGN_IN_RATE_LIMIT: '10000000'
}

/** Starts a server with these settings besides, has it measured, and stops it. */
export async function withServer(settings: Record<string, string>, measure: (bench: Bench) => Promise<void>) {
  leaveCoreToServers()
  const embedded = await joinEmbeddedPostgres({ dataDir: '.data/bench', database: 'postgres' })
  try {
    const database = await createDatabase(embedded.url)
    const startServer = () =>
      start(
        'src/server.ts',
        '/health/ready',
        { NODE_COMPILE_CACHE: compileCache, ...limitless, DATABASE_URL: database, ...settings },
        nodeFlags
      )
    // The first start on a machine compiles what later ones find compiled.
    await (await startServer()).stop()
    const server = await startServer()
    try {
      await measure({ server, origin: `http://127.0.0.1:${server.port}`, database })
    } finally {
      await server.stop()
    }
  } finally {
    await embedded.release()
  }
}
