import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectForMaintenance } from '../database/connect.ts'
import { migrateToLatest } from '../database/migrate.ts'
import { command } from './command.ts'
import { withScratch } from './scratch.ts'

const usage = `Usage: npm run db:types [-- --check]
Writes the types of the tables from a database made by the migrations alone, or checks that they are what that gives.`

const file = 'src/database/types.generated.ts'
const types = { timestamptz: 'string', int8: 'number' }

await command(usage, { options: { check: { type: 'boolean' } } }, ({ values: { check } }) =>
  withScratch(async (url, folder) => {
    const db = connectForMaintenance(url)
    await migrateToLatest(db)
    await db.destroy()
    const out = check ? join(folder, 'types.ts') : file
    const { status } = spawnSync(
      'kysely-codegen',
      [
        ...['--url', url, '--dialect', 'postgres', '--exclude-pattern', '*.kysely_*', '--out-file', out],
        ...['--numeric-parser', 'number', '--date-parser', 'string', '--type-mapping', JSON.stringify(types)]
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] }
    )
    if (status !== 0) throw new Error('kysely-codegen failed')
    if (check && readFileSync(out, 'utf8') !== readFileSync(file, 'utf8')) {
      console.error(`${file} is not what the migrations give: run npm run db:types`)
      process.exitCode = 1
    }
  })
)
