import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { type MigrationResultSet, Migrator } from 'kysely/migration'
import { migrationNames, migrationsFolder } from './migrations-folder.ts'

/** Kysely's own record of what ran. */
type Migrated = { kysely_migration: { name: string } }

/** The migrations that the database lacks, in order; all of them where it has none. */
export async function pendingMigrations<DB>(database: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ table: string | null }>`select to_regclass('kysely_migration') as table`.execute(
    database
  )
  if (!rows[0]?.table) return migrationNames()
  const db = database as unknown as Kysely<Migrated>
  const done = await db.selectFrom('kysely_migration').select('name').execute()
  const names = new Set(done.map(({ name }) => name))
  return migrationNames().filter((name) => !names.has(name))
}

/** Migrates to the newest schema and gives the names of what ran. Throws what the failing migration threw. */
export const migrateToLatest = async <DB>(db: Kysely<DB>): Promise<string[]> =>
  namesOf(await migratorOf(db).migrateToLatest())

/** Undoes the newest migration and gives its name. Throws what it threw, and where it has no `down`. */
export const migrateDown = async <DB>(db: Kysely<DB>): Promise<string[]> => namesOf(await migratorOf(db).migrateDown())

const migratorOf = <DB>(db: Kysely<DB>) => new Migrator({ db, provider: { getMigrations } })

function namesOf({ error, results = [] }: MigrationResultSet): string[] {
  if (error) throw error
  // Kysely passes over a migration without a `down` in silence.
  const skipped = results.find(({ status }) => status === 'NotExecuted')
  if (skipped) throw new Error(`${skipped.migrationName} cannot be undone: it exports no down`)
  return results.map(({ migrationName }) => migrationName)
}

async function getMigrations() {
  const modules = migrationNames().map(
    async (name) => [name, await import(join(migrationsFolder, `${name}.ts`))] as const
  )
  return Object.fromEntries(await Promise.all(modules))
}
