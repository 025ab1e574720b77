import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../app.ts'
import { command } from './command.ts'
import { withScratch } from './scratch.ts'

const usage = `Usage: npm run openapi:lint
Holds the document that the server gives against the recommended rules of Redocly.`

await command(usage, {}, () =>
  withScratch(async (DATABASE_URL, folder) => {
    const app = await buildApp({ env: { NODE_ENV: 'test', DATABASE_URL, DATA_DIR: folder } })
    await app.ready()
    const file = join(folder, 'openapi.json')
    writeFileSync(file, JSON.stringify(app.swagger(), undefined, 2))
    await app.close()
    const { status } = spawnSync('redocly', ['lint', '--extends', 'recommended', '--max-problems', '50', file], {
      stdio: 'inherit',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    })
    process.exitCode = status ?? 1
  })
)
