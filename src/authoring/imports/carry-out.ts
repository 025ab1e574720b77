import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Transaction } from 'kysely'
import type { Role } from '../../accounts/tokens.ts'
import { courseId } from '../../courses/identity.ts'
import { type CourseReader, Unreadable } from '../../courses/reader.ts'
import type { ReadResult } from '../../courses/reader-process.ts'
import type { Database, Db } from '../../database/database.ts'
import { transaction } from '../../database/transaction.ts'
import { Conflict } from '../../http/problem.ts'
import { saveDraft } from '../drafts.ts'
import { lockCourse } from '../revisions.ts'
import { type ClaimedImport, claimImport, finishImport, type Outcome, releaseImport } from './jobs.ts'
import { uploadedBytes } from './uploads.ts'

/** Whoever has begun it so often without an end will not come to one. */
const MOST_ATTEMPTS = 3

/**
 * Carries out the import that has waited longest: reads its course and makes it a draft. Whether there was any; none is
 * carried out once the signal is aborted. Throws where the database fails: the import is then begun again.
 */
export async function carryOutNext(
  db: Db,
  reader: CourseReader,
  log: FastifyBaseLogger,
  signal: AbortSignal
): Promise<boolean> {
  const job = await claimImport(db)
  if (!job) return false
  if (job.attempts > MOST_ATTEMPTS) {
    const error = `It could not be carried out: ${MOST_ATTEMPTS} attempts broke off`
    await finishImport(db, job, { state: 'failed', error })
    return true
  }
  try {
    const result = await readUpload(db, job, reader, signal)
    if (result.course) await save(db, job, result)
    else await finishImport(db, job, failure(result, 'Nothing could be stored: mend the errors of the report'))
  } catch (error) {
    if (signal.aborted) {
      await releaseImport(db, job)
      return false
    }
    if (!isRefusal(error)) throw error
    if (error.cause) log.error({ err: error.cause, import: job.id }, 'an import could not be read')
    await finishImport(db, job, { state: 'failed', error: error.message })
  }
  return true
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof Unreadable || ((error as { statusCode?: number }).statusCode ?? 500) < 500

const failure = ({ format, course, report }: ReadResult, error: string): Outcome => ({
  state: 'failed',
  format,
  course: course?.slug,
  error,
  report
})

/** Reads an upload in a folder of its own, which is gone afterwards even where the process that read has died. */
async function readUpload(db: Db, job: ClaimedImport, reader: CourseReader, signal: AbortSignal): Promise<ReadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-'))
  try {
    const path = join(folder, fileNameOf(job.fileName))
    const scratch = join(folder, 'unpacked')
    await mkdir(scratch)
    await pipeline(uploadedBytes(db, job), createWriteStream(path), { signal })
    return await reader.read({ path, options: { ...job.options, format: job.format ?? undefined, scratch } }, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The file's own name as far as it is safe, for reports name it and its end tells its format. */
const fileNameOf = (name: string): string => {
  const safe = basename(name)
    .replace(/[^\p{L}\p{M}\p{N}._ -]/gu, '_')
    .slice(-60)
    .toWellFormed()
  return /[\p{L}\p{N}]/u.test(safe) && safe !== 'unpacked' ? safe : 'upload'
}

/** Throws `Conflict` where somebody else has changed the draft since the file was sent: their change would be lost. */
async function refuseOlder(trx: Transaction<Database>, { userId, createdAt }: ClaimedImport, slug: string) {
  await lockCourse(trx, slug)
  const newer = await trx
    .selectFrom('course_revisions')
    .select('id')
    .where('course_id', '=', courseId(slug))
    .where('number', 'is', null)
    .where('author_id', '!=', userId)
    .where('updated_at', '>', createdAt)
    .executeTakeFirst()
  if (newer) throw new Conflict(`Somebody else has changed the course ${slug} meanwhile: look at it, and import again`)
}

/** The lease has run out, and somebody else has the import. */
class Lost extends Error {
  override readonly name = 'Lost'
}

async function save(db: Db, job: ClaimedImport, result: ReadResult): Promise<void> {
  const course = result.course!
  try {
    await transaction(db, async (trx) => {
      const author = await trx.selectFrom('users').select('role').where('id', '=', job.userId).executeTakeFirst()
      await refuseOlder(trx, job, course.slug)
      const user = { sub: job.userId, role: (author?.role ?? 'learner') as Role }
      await saveDraft(trx, course, { user, now: Temporal.Now.instant() })
      const { format, report } = result
      if (!(await finishImport(trx, job, { state: 'done', format, course: course.slug, report }))) throw new Lost()
    })
  } catch (error) {
    if (error instanceof Lost) return
    if (!isRefusal(error)) throw error
    await finishImport(db, job, failure(result, error.message))
  }
}
