import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { readLibreLingo } from '../../src/courses/librelingo/read-course.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { connectForMaintenance } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { joinEmbeddedPostgres } from '../../src/database/embedded.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'

/** A database that is migrated and has the demonstration course; every test's own is a copy of it. */
export const TEMPLATE = 'parlance_template'

const root = join(import.meta.dirname, '../..')

/** The server of the tests: that of `DATABASE_URL`, or an embedded one which outlives the test files of a run. */
export async function testServer({ keepRunning = true } = {}): Promise<{ url: string; release(): Promise<void> }> {
  const url = process.env.DATABASE_URL
  if (url) return { url, release: async () => {} }
  const dataDir = join(root, '.data/test')
  return joinEmbeddedPostgres({ dataDir, database: 'postgres', settings: { fsync: 'off' }, keepRunning })
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
  await storeCourse(db, course!)
  await db.destroy()
}

/** A database of a test's own: a copy of the template, or an empty one. `drop()` it. */
export async function createDatabase(
  template: string | null = TEMPLATE
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await testServer()
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(server.url, `create database ${name} template ${template ?? 'template0'} strategy file_copy`)
  return {
    url: databaseUrl(server.url, name),
    drop: async () => {
      await administer(server.url, `drop database ${name} with (force)`)
      await server.release()
    }
  }
}

async function administer(server: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
