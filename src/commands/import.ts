import { parseArgs } from 'node:util'
import { readLibreLingo } from '../courses/librelingo/read-course.ts'
import { formatReport } from '../courses/report.ts'
import { storeCourse } from '../courses/store.ts'
import { migrateToLatest } from '../database/migrate.ts'
import { databaseApp } from './database-app.ts'

// npm run import -- <folder>…: reads course folders, reports every fault and stores what can be stored.
const { positionals: folders } = parseArgs({ allowPositionals: true })
if (folders.length === 0) {
  console.error('Name the folder of a course: npm run import -- ../spanish-from-english')
  process.exit(2)
}

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
    const { slug, changed, written, retired } = await storeCourse(app.db, course)
    const what = changed ? `${written} units, skills and items written, ${retired} retired` : 'nothing has changed'
    console.log(`${slug}: ${what} (${Math.round(performance.now() - start)} ms)`)
  }
} finally {
  await app.close()
}
