import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectForMaintenance } from '../database/connect.ts'
import {
  migrateDown,
  migrateToLatest,
  migrationNames,
  migrationsFolder,
  pendingMigrations
} from '../database/migrate.ts'
import { databaseApp } from './database-app.ts'

// npm run migrate[:down|:status|:make -- <name>]
const [action = 'latest', name] = process.argv.slice(2)

const template = `import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {}

export async function down(db: Kysely<unknown>): Promise<void> {}
`

if (action === 'make') {
  if (!/^[a-z0-9_]+$/.test(name ?? '')) {
    console.error('Name the migration in lower case: npm run migrate:make -- add_streaks')
    process.exit(2)
  }
  const number = String(migrationNames().length + 1).padStart(4, '0')
  const file = join(migrationsFolder, `${number}_${name}.ts`)
  writeFileSync(file, template, { flag: 'wx' })
  console.log(`Wrote migrations/${number}_${name}.ts`)
} else {
  const app = await databaseApp()
  const db = connectForMaintenance(app.databaseUrl)
  try {
    if (action === 'status') {
      const pending = new Set(await pendingMigrations(db))
      for (const migration of migrationNames()) {
        console.log(`${pending.has(migration) ? 'pending' : 'done   '}  ${migration}`)
      }
    } else {
      const ran = action === 'down' ? await migrateDown(db) : await migrateToLatest(db)
      console.log(ran.length > 0 ? `${action === 'down' ? 'Undid' : 'Ran'} ${ran.join(', ')}` : 'Nothing to do')
    }
  } finally {
    await db.destroy()
    await app.close()
  }
}
