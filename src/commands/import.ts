import { publishCourse } from '../authoring/publish.ts'
import { readLibreLingo } from '../courses/librelingo/read-course.ts'
import { formatReport } from '../courses/report.ts'
import { migrateToLatest } from '../database/migrate.ts'
import { transaction } from '../database/transaction.ts'
import { command, Misuse } from './command.ts'
import { databaseApp } from './database-app.ts'

const usage = `Usage: npm run import -- <folder>…
Reads course folders, reports every fault and stores what can be stored.`

await command(usage, { allowPositionals: true }, async ({ positionals: folders }) => {
  if (folders.length === 0) throw new Misuse('Name the folder of a course')
  const app = await databaseApp()
  try {
    if (app.config.MIGRATE_ON_START) await migrateToLatest(app.db)
    for (const folder of folders) {
      const start = performance.now()
      const { course, faults } = await readLibreLingo(folder)
      console.log(formatReport(faults))
      if (!course) {
        console.error(`${folder}: nothing was stored`)
        process.exitCode = 1
        continue
      }
      const edit = { user: undefined, now: Temporal.Now.instant() }
      const { stored } = await transaction(app.db, (trx) => publishCourse(trx, course, edit))
      const { slug, changed, written, retired } = stored
      const what = changed ? `${written} units, skills and items written, ${retired} retired` : 'nothing has changed'
      console.log(`${slug}: ${what} (${Math.round(performance.now() - start)} ms)`)
    }
  } finally {
    await app.close()
  }
})
