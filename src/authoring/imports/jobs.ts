import { type QueryCreator, type SelectQueryBuilder, sql } from 'kysely'
import type { FormatName, Languages } from '../../courses/formats.ts'
import type { ImportReport } from '../../courses/import-report.ts'
import { compiled } from '../../database/compiled.ts'
import type { Database, Db } from '../../database/database.ts'
import type { Import, ImportSummary } from './schemas.ts'

/** An import that is ours to carry out until its lease runs out. */
export interface ClaimedImport {
  id: string
  userId: string
  fileName: string
  format: FormatName | null
  options: Languages
  attempts: number
  createdAt: string
}

/** What an import came to. */
export interface Outcome {
  state: 'done' | 'failed'
  format?: string
  course?: string
  error?: string
  report?: ImportReport
}

/** Longer than reading and storing may take. */
const LEASE = sql`interval '4 minutes'`

/**
 * Takes the import that has waited longest, if there is any: meanwhile nobody else takes it, and should we crash, somebody
 * does later. Uploads that broke off are removed on the way.
 */
export async function claimImport(db: Db): Promise<ClaimedImport | undefined> {
  for (;;) {
    const [job] = await claimNext(db)
    if (job?.was !== 'uploading') return job as ClaimedImport | undefined
    await db.deleteFrom('import_jobs').where('user_id', '=', job.userId).where('id', '=', job.id).execute()
  }
}

const claimNext = compiled((db) =>
  db
    .with('due', (db) =>
      db
        .selectFrom('import_jobs')
        .select(['user_id', 'id', 'state'])
        .where('due_at', '<=', sql<string>`now()`)
        .orderBy('due_at')
        .limit(1)
        .forUpdate()
        .skipLocked()
    )
    .updateTable('import_jobs')
    .from('due')
    .set({ state: 'running', attempts: sql`attempts + 1`, due_at: sql`now() + ${LEASE}` })
    .whereRef('import_jobs.user_id', '=', 'due.user_id')
    .whereRef('import_jobs.id', '=', 'due.id')
    .returning(['import_jobs.id', 'import_jobs.user_id as userId', 'file_name as fileName', 'format', 'options'])
    .returning(['attempts', 'created_at as createdAt', 'due.state as was'])
)

const ours = (db: QueryCreator<Database>, { userId, id, attempts }: ClaimedImport) =>
  db
    .updateTable('import_jobs')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempts', '=', attempts)

/** Ends an import and forgets its file, both in one statement; whether it was still ours. */
export async function finishImport(db: Db, job: ClaimedImport, outcome: Outcome): Promise<boolean> {
  const { state, format, course, error, report } = outcome
  const ended = await db
    .with('ended', (db) =>
      ours(db, job)
        .set({
          state,
          format: format ?? job.format,
          course_slug: course ?? null,
          error: error ?? null,
          report: report ? JSON.stringify(report) : null,
          due_at: null,
          finished_at: sql`now()`
        })
        .returning(['user_id', 'id'])
    )
    .with('forgotten', (db) =>
      db
        .deleteFrom('import_chunks')
        .using('ended')
        .whereRef('import_chunks.user_id', '=', 'ended.user_id')
        .whereRef('import_chunks.import_id', '=', 'ended.id')
    )
    .selectFrom('ended')
    .select('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Gives an import back, to be begun anew by whoever takes it next. */
export async function releaseImport(db: Db, job: ClaimedImport): Promise<void> {
  await ours(db, job).set({ state: 'queued', due_at: sql`now()`, attempts: sql`attempts - 1` }).execute()
}

/** Removes imports that were over a month ago. */
export async function forgetImports(db: Db): Promise<void> {
  await db.deleteFrom('import_jobs').where('finished_at', '<', sql<string>`now() - interval '30 days'`).execute()
}

const summarised = <O>(query: SelectQueryBuilder<Database, 'import_jobs', O>) =>
  query
    .select(['id', 'file_name as fileName', 'format', 'state', 'course_slug as course', 'error'])
    .select(['created_at as createdAt', 'finished_at as finishedAt'])
    .where('state', '!=', 'uploading')

/** An author's import, or `undefined`. */
export async function findImport(db: Db, userId: string, id: string): Promise<Import | undefined> {
  const row = await summarised(db.selectFrom('import_jobs'))
    .select('report')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Import | undefined
}

/** An author's imports, the latest first, before the id `before`; `limit + 1` of them. */
export async function listImports(
  db: Db,
  userId: string,
  before: string | undefined,
  limit: number
): Promise<ImportSummary[]> {
  const rows = await summarised(db.selectFrom('import_jobs'))
    .where('user_id', '=', userId)
    .where('id', '<', before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows as ImportSummary[]
}
