import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { contentOf } from '../courses/canonical.ts'
import type { CourseDocument } from '../courses/document.ts'
import { courseId } from '../courses/identity.ts'
import { type Stored, writeEdition } from '../courses/store.ts'
import type { Database } from '../database/database.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { Invalid } from '../http/validation.ts'
import { checkCourse } from './checks.ts'
import { pack, unpack } from './documents.ts'
import { dropDraft, type Edit } from './drafts.ts'
import { forgetIds, keepIds, withKeptIds } from './kept-ids.ts'
import { publishedOutline } from './outline.ts'
import { itemsOf, type Outline } from './placed-items.ts'
import { applyRenames, proposeRenames, type Rename, renamedSkills } from './renames.ts'
import { findRevision, findWorkspace, lockCourse, type Revision } from './revisions.ts'

/** The course has errors, which say where and how to mend them. */
export class Unpublishable extends Error {
  override readonly name = 'Unpublishable'
  readonly statusCode = 422
  readonly errors: { pointer: string; message: string }[]

  constructor(errors: { pointer: string; message: string }[]) {
    super(`The draft has ${errors.length === 1 ? 'an error' : `${errors.length} errors`} to mend first`)
    this.errors = errors.slice(0, 20)
  }
}

/** A publication: its number, and what it changed. */
export interface Publication {
  number: number
  stored: Stored
}

interface Publishing extends Edit {
  note?: string
  /** Which new items are old ones corrected; those that `proposeRenames` gives unless told. */
  renames?: readonly Rename[]
}

/**
 * Publishes a course's draft: from here on learners get it, and those within a study session finish what they began.
 * Throws `Conflict` where there is no draft, `Unpublishable` where it has errors.
 */
export async function publishDraft(trx: Transaction<Database>, slug: string, edit: Publishing): Promise<Publication> {
  await lockCourse(trx, slug)
  edit.expect?.(await findWorkspace(trx, slug))
  const draft = await findRevision(trx, slug, 'draft')
  if (!draft) throw new Conflict('There is no draft: what is published is what you have')
  const publication = await publishEdit(trx, await unpack(draft.document), edit)
  await dropDraft(trx, slug)
  return publication
}

/** Publishes a course as it was read from its files, whatever draft there is. */
export async function publishCourse(trx: Transaction<Database>, course: CourseDocument, edit: Publishing) {
  await lockCourse(trx, course.slug)
  return publishEdit(trx, await withKeptIds(trx, course), edit)
}

/** Publishes a course of which items that have been corrected keep their ids. */
async function publishEdit(trx: Transaction<Database>, course: CourseDocument, edit: Publishing) {
  const before = await findRevision(trx, course.slug, 'published')
  // Nothing new is the usual case of an import, and a course is large.
  if (before && !edit.renames && contentOf(course) === before.content) {
    return { number: before.number!, stored: await writeEdition(trx, course, before.content) }
  }
  const known = before && (await publishedOutline(trx, course.slug))
  const renames = edit.renames ?? proposeRenames(known, course)
  requirePossible(renames, known, course)
  await keepIds(trx, course.slug, renames)
  return publishAfter(trx, before, known, applyRenames(course, renames), edit)
}

/** Throws where a rename is not one of an item that the edit gives to one that it has no more. */
function requirePossible(renames: readonly Rename[], before: Outline | undefined, after: Outline): void {
  const [old, now] = [itemsOf(before), itemsOf(after)]
  const [sources, targets] = [new Set(renames.map(({ from }) => from)), new Set(renames.map(({ to }) => to))]
  const errors = renames.flatMap(({ from, to }, i) => {
    if (!now.has(from) || old.has(from)) return [{ pointer: `/body/renames/${i}/from`, message: 'is no new item' }]
    if (!old.has(to) || now.has(to)) return [{ pointer: `/body/renames/${i}/to`, message: 'is no item that has gone' }]
    return []
  })
  if (sources.size < renames.length) errors.push({ pointer: '/body/renames', message: 'gives two items one new id' })
  if (targets.size < renames.length) errors.push({ pointer: '/body/renames', message: 'gives an item two new ids' })
  if (errors.length > 0) throw new Invalid(errors.slice(0, 20))
}

/** Publishes an earlier revision again, as the newest. Throws `NotFound` where there is none of that number. */
export async function restoreRevision(
  trx: Transaction<Database>,
  slug: string,
  number: number,
  edit: Publishing
): Promise<Publication> {
  await lockCourse(trx, slug)
  edit.expect?.(await findWorkspace(trx, slug))
  const revision = await findRevision(trx, slug, number)
  if (!revision) throw new NotFound(`The course ${slug} has no revision ${number}`)
  return publishDocument(trx, await unpack(revision.document), { ...edit, restores: number })
}

/** Publishes a course as its newest revision, beside whatever draft there is. The course must be locked. */
export async function publishDocument(
  trx: Transaction<Database>,
  course: CourseDocument,
  edit: Imprint
): Promise<Publication> {
  const before = await findRevision(trx, course.slug, 'published')
  return publishAfter(trx, before, before && (await publishedOutline(trx, course.slug)), course, edit)
}

/** Who publishes, when, and what a list of revisions says of it. */
type Imprint = Pick<Publishing, 'user' | 'now' | 'note'> & { restores?: number }

async function publishAfter(
  trx: Transaction<Database>,
  before: Pick<Revision, 'number' | 'content'> | undefined,
  known: Outline | undefined,
  course: CourseDocument,
  { user, now, note, restores }: Imprint
): Promise<Publication> {
  const errors = checkCourse(course).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Unpublishable(errors)
  await forgetIds(trx, course)
  const packed = await pack(course)
  // The rows may have been derived in another way than they are now, so they are written even where nothing is new.
  const stored = await writeEdition(trx, course, packed.content, known && renamedSkills(known, course))
  if (before && before.content === packed.content) return { number: before.number!, stored }
  const number = (before?.number ?? 0) + 1
  await trx
    .insertInto('course_revisions')
    .values({
      id: uuidv7(),
      course_id: courseId(course.slug),
      slug: course.slug,
      number,
      ...packed,
      note: note ?? null,
      restores: restores ?? null,
      author_id: user?.sub ?? null,
      created_at: now.toString(),
      updated_at: now.toString(),
      published_at: now.toString()
    })
    .execute()
  return { number, stored }
}
