import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrationNames, migrationsFolder } from '../database/migrations-folder.ts'
import { command, Misuse } from './command.ts'

const usage = `Usage: npm run migrate, migrate:status, migrate:down or migrate:make -- <name>
Runs the pending migrations, tells which they are, undoes the newest or writes a new one.`

const template = `import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {}

export async function down(db: Kysely<unknown>): Promise<void> {}
`

await command(usage, { allowPositionals: true }, async ({ positionals: [action = 'latest', ...rest] }) => {
  if (action === 'make') make(rest.join(' '))
  else if (/^(latest|status|down)$/.test(action) && rest.length === 0) await migrate(action)
  else throw new Misuse(`There is no migrate ${[action, ...rest].join(' ')}`)
})

function make(name: string) {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Misuse('Name the migration in lower case, like add_streaks')
  const number = String(migrationNames().length + 1).padStart(4, '0')
  const file = join(migrationsFolder, `${number}_${name}.ts`)
  writeFileSync(file, template, { flag: 'wx' })
  console.log(`Wrote migrations/${number}_${name}.ts`)
}

async function migrate(action: string) {
  const { withMaintainedDatabase } = await import('./database-app.ts')
  const { migrateDown, migrateToLatest, pendingMigrations } = await import('../database/migrate.ts')
  await withMaintainedDatabase(async (db) => {
    if (action === 'status') {
      const pending = new Set(await pendingMigrations(db))
      for (const migration of migrationNames()) {
        console.log(`${pending.has(migration) ? 'pending' : 'done   '}  ${migration}`)
      }
    } else {
      const ran = action === 'down' ? await migrateDown(db) : await migrateToLatest(db)
      console.log(ran.length > 0 ? `${action === 'down' ? 'Undid' : 'Ran'} ${ran.join(', ')}` : 'Nothing to do')
    }
  })
}
