import { sql } from 'kysely'
import type { Test } from 'tap'
import { connectForMaintenance } from '../../src/database/connect.ts'
import type { Database, Db } from '../../src/database/database.ts'
import { thisFile } from './run-folder.ts'

const breakers = new WeakSet<Test>()

/** For a test file that leaves rows behind which contradict one another, on purpose. */
export const breaksRows = (): unknown => breakers.add(thisFile())

/** Has a database looked through by `verify` when the test file ends, if anybody has studied there: it fails on what is found. */
export function verifyAtEnd(url: string): void {
  const file = thisFile()
  file.teardown(async () => {
    if (!breakers.has(file)) await requireVerified(url)
  })
}

/** Throws where a database in which somebody has studied contradicts itself. */
export async function requireVerified(url: string): Promise<void> {
  const db = connectForMaintenance<Database>(url)
  try {
    if (!(await hasStudied(db))) return
    // Most files need none of it.
    const { inLine, verify } = await import('../../src/verify/verify.ts')
    const lines: string[] = []
    for await (const finding of verify(db)) lines.push(inLine(finding))
    if (lines.length > 0) throw new Error(`The database contradicts itself:\n${lines.slice(0, 20).join('\n')}`)
  } finally {
    await db.destroy()
  }
}

/** False also where the tests have taken the tables, or all of the database, away. */
async function hasStudied(db: Db): Promise<boolean> {
  try {
    const { rows } = await sql<{ studied: boolean }>`select exists (select from study_sessions) as studied`.execute(db)
    return rows[0]!.studied
  } catch (error) {
    if (['42P01', '3D000'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  }
}
