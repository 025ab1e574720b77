import type { Db } from '../database/database.ts'
import { command } from './command.ts'

const usage = `Usage: npm run verify
Looks through the whole database for what contradicts itself, changing nothing, and prints each contradiction on a line:
what was broken, whose it is, where, what was expected and what was found. Exit code 1 where there is any.`

await command(usage, {}, async () => {
  const { withMaintainedDatabase } = await import('./database-app.ts')
  const { inLine, verify } = await import('../verify/verify.ts')
  let findings = 0
  await withMaintainedDatabase(async (db: Db) => {
    for await (const finding of verify(db)) {
      findings++
      console.log(inLine(finding))
    }
  })
  console.error(findings === 0 ? 'Nothing contradicts itself' : `${findings} contradictions`)
  if (findings > 0) process.exitCode = 1
})
