import { readFileSync, writeFileSync } from 'node:fs'
import type { TSchema } from '@sinclair/typebox'
import { Config } from '../config/schema.ts'
import { command } from './command.ts'

const usage = `Usage: npm run env:example [-- --check]
Writes .env.example from the schema of the configuration, or checks that it is what the schema gives.`

const file = '.env.example'

const header = '# Every setting with its default. Copy this file to .env and change what you need.\n'
const settings = Object.entries<TSchema>(Config.properties).map(
  ([name, { description, default: fallback, examples }]) =>
    `\n# ${description}\n# ${name}=${fallback === undefined || fallback === '' ? (examples?.[0] ?? '') : fallback}\n`
)
const text = header + settings.join('')

await command(usage, { options: { check: { type: 'boolean' } } }, ({ values: { check } }) => {
  if (!check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the schema gives: run npm run env:example`)
    process.exitCode = 1
  }
})
