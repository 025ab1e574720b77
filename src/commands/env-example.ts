import { readFileSync, writeFileSync } from 'node:fs'
import type { TSchema } from '@sinclair/typebox'
import { command } from './command.ts'

const usage = `Usage: npm run env:example [-- --check]
Writes .env.example from the schema of the configuration, or checks that it is what the schema gives.`

const file = '.env.example'

const header = '# Every setting with its default. Copy this file to .env and change what you need.\n'

await command(usage, { options: { check: { type: 'boolean' } } }, async ({ values: { check } }) => {
  const { Config } = await import('../config/schema.ts')
  const text = header + Object.entries(Config.properties).map(inLines).join('')
  if (!check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the schema gives: run npm run env:example`)
    process.exitCode = 1
  }
})

function inLines([name, { description, default: fallback, examples }]: [string, TSchema]): string {
  const value = fallback === undefined || fallback === '' ? (examples?.[0] ?? '') : fallback
  return `\n# ${description}\n# ${name}=${value}\n`
}
