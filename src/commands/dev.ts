import { spawn } from 'node:child_process'
import { join } from 'node:path'
import fastify from 'fastify'
import config from '../../plugins/config.ts'
import { joinEmbeddedPostgres } from '../database/embedded.ts'
import { compileCache, nodeFlags } from '../npm-start.ts'

// npm run dev [-- --inspect]: the server as `npm start` runs it, started anew whenever a file is saved. Folders are watched
// rather than loaded files, so that a new route is served as soon as it is there.
const root = join(import.meta.dirname, '../..')
const folders = ['src', 'plugins', 'routes', 'migrations', 'content']

const env = { NODE_COMPILE_CACHE: compileCache, ...process.env }
const postgres = await holdPostgres()
const server = spawn(
  process.execPath,
  [
    ...nodeFlags,
    ...folders.map((folder) => `--watch-path=${join(root, folder)}`),
    ...process.argv.slice(2),
    join(root, 'src/server.ts')
  ],
  { stdio: 'inherit', env }
)
// A terminal's Ctrl-C reaches both; any other signal is passed on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => server.kill('SIGTERM'))
server.on('exit', async (code) => {
  await postgres?.release()
  process.exit(code ?? 0)
})

/** A lease on the embedded PostgreSQL, where the server uses that: without one it would stop and start with each restart. */
async function holdPostgres() {
  try {
    const app = fastify()
    await app.register(config)
    const { DATABASE_URL, DATA_DIR } = app.config
    return DATABASE_URL ? undefined : await joinEmbeddedPostgres({ dataDir: DATA_DIR })
  } catch {
    // The server tells what is wrong, and tries again when a file is saved.
    return undefined
  }
}
