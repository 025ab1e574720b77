import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { AccessToken } from '../accounts/tokens.ts'
import type { CourseDocument } from '../courses/document.ts'
import { courseId } from '../courses/identity.ts'
import type { Database } from '../database/database.ts'
import { addCollaborator, mayAuthor, noCourse } from './collaborators.ts'
import { pack, unpack } from './documents.ts'
import { withKeptIds } from './kept-ids.ts'
import { findRevision, findWorkspace, lockCourse, type Workspace } from './revisions.ts'

/** Who works on a course and when; whoever runs a command is nobody in particular. */
export interface Edit {
  user: Pick<AccessToken, 'sub' | 'role'> | undefined
  now: Temporal.Instant
  /** Called with the course locked; throws where it is not as the author saw it. */
  expect?(workspace: Workspace): void
}

/**
 * Makes a course its own draft, in place of an earlier one; what equals the published course needs none. Who drafts a
 * new course is its author. Items that an importer names anew get the ids that they have kept. Throws `NotFound` where it
 * is somebody else's course.
 */
export async function saveDraft(trx: Transaction<Database>, course: CourseDocument, edit: Edit): Promise<Workspace> {
  await lockCourse(trx, course.slug)
  const before = await findWorkspace(trx, course.slug)
  await requireOwn(trx, course.slug, before, edit)
  edit.expect?.(before)

  const { document, content } = await pack(await withKeptIds(trx, course))
  if (content === (before.draft ?? before.published)?.content) return before
  if (content === before.published?.content) await dropDraft(trx, course.slug)
  else await writeDraft(trx, course.slug, document, content, edit)
  return findWorkspace(trx, course.slug)
}

/**
 * Changes the draft of a course, which is what is published where there is none, and gives the course as it is now. Throws
 * `NotFound` where there is neither.
 */
export async function changeDraft(
  trx: Transaction<Database>,
  slug: string,
  change: (course: CourseDocument) => CourseDocument,
  { expect, ...edit }: Edit
): Promise<{ course: CourseDocument; workspace: Workspace }> {
  await lockCourse(trx, slug)
  const revision = (await findRevision(trx, slug, 'draft')) ?? (await findRevision(trx, slug, 'published'))
  if (!revision) throw noCourse(slug)
  expect?.(await findWorkspace(trx, slug))
  const course = change(await unpack(revision.document))
  return { course, workspace: await saveDraft(trx, course, edit) }
}

/** Gives up a course's draft; where there is none, nothing changes. */
export async function dropDraft(trx: Transaction<Database>, slug: string): Promise<void> {
  await trx.deleteFrom('course_revisions').where('course_id', '=', courseId(slug)).where('number', 'is', null).execute()
}

async function requireOwn(trx: Transaction<Database>, slug: string, before: Workspace, { user, now }: Edit) {
  if (!user) return
  if (before.draft || before.published) {
    if (!(await mayAuthor(trx, user, slug))) throw noCourse(slug)
  } else {
    // Whoever gave up a draft of this name before has no part in it.
    await trx.deleteFrom('collaborators').where('course_id', '=', courseId(slug)).execute()
    await addCollaborator(trx, slug, user.sub, now)
  }
}

async function writeDraft(
  trx: Transaction<Database>,
  slug: string,
  document: Buffer,
  content: string,
  { user, now }: Edit
): Promise<void> {
  const row = { document, content, author_id: user?.sub ?? null, updated_at: now.toString() }
  await trx
    .insertInto('course_revisions')
    .values({ id: uuidv7(), course_id: courseId(slug), slug, created_at: now.toString(), ...row })
    .onConflict((conflict) => conflict.column('course_id').where('number', 'is', null).doUpdateSet(row))
    .execute()
}
