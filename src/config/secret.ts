import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './faults.ts'

/**
 * The generated JWT secret of a development machine, kept in `dataDir` so that a restart signs nobody out. Throws a
 * `ConfigError` where it cannot be kept there.
 */
export function developmentSecret(dataDir: string): string {
  const file = join(dataDir, 'jwt-secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    keep(file, randomBytes(48).toString('base64url'))
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError([`  DATA_DIR cannot keep the generated JWT_SECRET (${code}): set another, or set JWT_SECRET`])
  }
}

function keep(file: string, secret: string): void {
  try {
    writeFileSync(file, secret, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
