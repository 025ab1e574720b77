import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const migrationsFolder: string = join(import.meta.dirname, '../../migrations')

/** The names of the migrations that this version of the server has, in order. */
export const migrationNames = (): string[] =>
  readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort()
