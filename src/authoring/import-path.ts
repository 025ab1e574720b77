import { type Counts, countsOf } from '../courses/counts.ts'
import type { CourseDocument } from '../courses/document.ts'
import { type ReadOptions, readCourse } from '../courses/read-course.ts'
import { type Fault, formatReport } from '../courses/report.ts'
import type { Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { saveDraft } from './drafts.ts'
import { publishCourse } from './publish.ts'

/** What was done with a course that was read. */
export interface Kept {
  as: 'publication' | 'draft'
  changed: boolean
  /** Of units, skills and items. */
  written?: number
  retired?: number
}

/** What an import of a path came to: `course` is null where nothing could be read, `kept` where nothing was stored. */
export interface PathImport {
  path: string
  format: string | null
  course: (Counts & { slug: string }) | null
  faults: Fault[]
  kept: Kept | null
  /** Why a course that was read was not stored. */
  error: string | null
  milliseconds: number
}

/** What stores a course for a command, whose user is nobody in particular. */
export type Keep = (course: CourseDocument) => Promise<Kept>

/** Learners get the course at once. */
export const publishing =
  (db: Db): Keep =>
  async (course) => {
    const edit = { user: undefined, now: Temporal.Now.instant() }
    const { stored } = await transaction(db, (trx) => publishCourse(trx, course, edit))
    return { as: 'publication', changed: stored.changed, written: stored.written, retired: stored.retired }
  }

/** The course waits to be published. */
export const drafting =
  (db: Db): Keep =>
  async (course) => {
    const edit = { user: undefined, now: Temporal.Now.instant() }
    const { draft } = await transaction(db, (trx) => saveDraft(trx, course, edit))
    return { as: 'draft', changed: draft !== undefined }
  }

/** Reads a course and, unless this is a rehearsal, has it stored. What the author can mend is told, not thrown. */
export async function importPath(path: string, options: ReadOptions, keep?: Keep): Promise<PathImport> {
  const start = performance.now()
  const { format, course, faults } = await readCourse(path, options)
  let kept: Kept | null = null
  let error: string | null = null
  try {
    if (course && keep) kept = await keep(course)
  } catch (refusal) {
    error = inWords(refusal)
    if (error === null) throw refusal
  }
  const summary = course && { slug: course.slug, ...countsOf(course) }
  const milliseconds = Math.round(performance.now() - start)
  return { path, format: format ?? null, course: summary ?? null, faults, kept, error, milliseconds }
}

/** What is wrong with a course, where that is why it was not stored. */
function inWords(error: unknown): string | null {
  const {
    statusCode = 500,
    message,
    errors = []
  } = error as Error & {
    statusCode?: number
    errors?: { pointer: string; message: string }[]
  }
  if (statusCode >= 500) return null
  return [message, ...errors.map(({ pointer, message }) => `${pointer}: ${message}`)].join('\n  ')
}

/** Whether a path gave what was wanted of it. */
export const hasSucceeded = ({ course, error }: PathImport): boolean => course !== null && error === null

/** The report for a terminal: the faults, and a line that sums up. */
export const inLines = (done: PathImport): string => `${formatReport(done.faults)}\n${summaryOf(done)}`

function summaryOf({ path, course, kept, error, milliseconds }: PathImport): string {
  if (!course) return `${path}: nothing could be read`
  const { slug, skills, words, phrases } = course
  const outcome = error === null ? (kept ? changes(kept) : 'nothing was stored') : `nothing was stored: ${error}`
  return `${slug}: ${skills} skills, ${words} words, ${phrases} phrases; ${outcome} (${milliseconds} ms)`
}

function changes({ as, changed, written, retired }: Kept): string {
  if (!changed) return 'nothing has changed'
  if (as === 'draft') return 'a draft now'
  return `${written} units, skills and items written, ${retired} retired`
}

/** The same for a program, as one line of JSON. */
export const inJson = (done: PathImport): string => JSON.stringify(done)
