import { connectForMaintenance } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { inLine, verify } from '../verify/verify.ts'
import { command } from './command.ts'
import { databaseApp } from './database-app.ts'

const usage = `Usage: npm run verify
Looks through the whole database for what contradicts itself, changing nothing, and prints each contradiction on a line:
what was broken, whose it is, where, what was expected and what was found. Exit code 1 where there is any.`

await command(usage, {}, async () => {
  const app = await databaseApp()
  const db = connectForMaintenance<Database>(app.databaseUrl)
  let findings = 0
  try {
    for await (const finding of verify(db)) {
      findings++
      console.log(inLine(finding))
    }
  } finally {
    await db.destroy()
    await app.close()
  }
  console.error(findings === 0 ? 'Nothing contradicts itself' : `${findings} contradictions`)
  if (findings > 0) process.exitCode = 1
})
