import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { publishCourse } from '../../src/authoring/publish.ts'
import { readLibreLingo } from '../../src/courses/librelingo/read-course.ts'
import { connectForMaintenance } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { joinEmbeddedPostgres } from '../../src/database/embedded.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { transaction } from '../../src/database/transaction.ts'
import { thisFile } from './run-folder.ts'
import { verifyAtEnd } from './verified.ts'

const PREFIX = 'parlance_test_'

/** A database that is migrated and has the demonstration course; those of the tests are copies of it. */
const TEMPLATE = `${PREFIX}template`

const root = join(import.meta.dirname, '../..')

/** What is lost with a crash is made anew by the next run, and nothing here lives long enough to be vacuumed. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }

/** The server of the tests: that of `DATABASE_URL`, or an embedded one which outlives the test files of a run. */
export async function testServer({ keepRunning = true } = {}): Promise<{ url: string; release(): Promise<void> }> {
  const url = process.env.DATABASE_URL
  if (url) return { url, release: async () => {} }
  const dataDir = join(root, '.data/test')
  return joinEmbeddedPostgres({ dataDir, database: 'postgres', settings, keepRunning })
}

/** The same server, another database. */
export const databaseUrl = (server: string, name: string): string =>
  Object.assign(new URL(server), { pathname: name }).href

/** Makes the template anew. */
export async function makeTemplate(server: string): Promise<void> {
  await administer(server, `drop database if exists ${TEMPLATE} with (force)`, `create database ${TEMPLATE}`)
  const db = connectForMaintenance<Database>(databaseUrl(server, TEMPLATE))
  await migrateToLatest(db)
  const { course } = await readLibreLingo(join(root, 'content/italian-from-english'))
  await transaction(db, (trx) => publishCourse(trx, course!, { user: undefined, now: Temporal.Now.instant() }))
  await db.destroy()
  // Whoever connects first writes down what the catalogue says, which every copy then need not find out.
  await administer(databaseUrl(server, TEMPLATE), 'select 1')
}

/** The server by which this process makes databases, over one connection: a new one costs PostgreSQL as much as a copy. */
let administration: Promise<{ url: string; pool: pg.Pool }> | undefined

async function joinServer() {
  const { url, release } = await testServer()
  await release()
  return { url, pool: new pg.Pool({ connectionString: url, max: 1, allowExitOnIdle: true }) }
}

/** The address of a database of the test's own: a copy of the template, or an empty one. */
export async function ownDatabase({ empty = false } = {}): Promise<string> {
  administration ??= joinServer()
  const server = await administration
  const name = `${PREFIX}${randomBytes(8).toString('hex')}`
  await server.pool.query(`create database ${name} template ${empty ? 'template0' : TEMPLATE} strategy file_copy`)
  const url = databaseUrl(server.url, name)
  if (!empty) verifyAtEnd(url)
  return url
}

const shared = new WeakMap<Test, Promise<string>>()

/** That of the one which the tests of a file share. */
export function sharedDatabase(): Promise<string> {
  const file = thisFile()
  const url = shared.get(file) ?? ownDatabase()
  shared.set(file, url)
  return url
}

/** Drops what tests have made, at the end of a run: where many files were just deleted, ext4 is slow to make new ones. */
export async function dropDatabases(server: string): Promise<void> {
  const found = await administer(server, `select datname from pg_database where starts_with(datname, '${PREFIX}')`)
  await administer(server, ...found.map(({ datname }) => `drop database ${datname} with (force)`))
}

/** Runs statements one after another, and gives the rows of the last. */
async function administer(server: string, ...statements: string[]): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const results = []
    for (const statement of statements) results.push(await client.query(statement))
    return results.at(-1)?.rows ?? []
  } finally {
    await client.end()
  }
}
