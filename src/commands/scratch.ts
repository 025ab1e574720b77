import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinEmbeddedPostgres } from '../database/embedded.ts'

/** Runs `work` with an empty database and an empty folder of its own, and leaves nothing of either behind. */
export async function withScratch(work: (databaseUrl: string, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-'))
  const postgres = await joinEmbeddedPostgres({ dataDir: folder, settings: { fsync: 'off' } })
  try {
    await work(postgres.url, folder)
  } finally {
    await postgres.release()
    rmSync(postgres.dataDir, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}
