import { Type } from '@sinclair/typebox'
import { sql, type Transaction } from 'kysely'
import { courseId } from '../courses/identity.ts'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'

/** The number of a revision of a course, as its id there. */
export const RevisionNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647, examples: [3] })

/** How requests name a revision: by its number, as the draft, or as the latest that was published. */
export const RevisionName = Type.String({
  pattern: '^(draft|published|[1-9][0-9]{0,8})$',
  description: 'A number, `published` or `draft`',
  examples: ['published']
})

/** The revision that a request names. */
export const revisionOf = (name: string): number | 'draft' | 'published' =>
  name === 'draft' || name === 'published' ? name : Number(name)

/** A course as it was at some time: with a number once it is published, without one as the draft. */
export interface Revision {
  id: string
  number: number | null
  content: string
  document: Buffer
}

/** What authors see of a course: the draft if there is one, else what is published; both changes of it change the state. */
export interface Workspace {
  published: Omit<Revision, 'document'> | undefined
  draft: Omit<Revision, 'document'> | undefined
  /** For an ETag. */
  state: string
}

/** Lets one author at a time change a course, until the transaction ends. */
export async function lockCourse(trx: Transaction<Database>, slug: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${courseId(slug)}, 0))`.execute(trx)
}

/** Where a course stands; without a draft and a publication there is no such course. */
export async function findWorkspace(db: Db, slug: string): Promise<Workspace> {
  const rows = await selectHeads(db, courseId(slug))
  const published = rows.find(({ number }) => number !== null)
  const draft = rows.find(({ number }) => number === null)
  return { published, draft, state: `${published?.number ?? 0}.${(draft ?? published)?.content}` }
}

const selectHeads = compiled((db, id: string) =>
  db
    .selectFrom('course_revisions')
    .select(['id', 'number', 'content'])
    .where('course_id', '=', id)
    .where((is) =>
      is.or([
        is('number', 'is', null),
        is(
          'number',
          '=',
          is.selectFrom('course_revisions').select(sql<number>`max(number)`.as('latest')).where('course_id', '=', id)
        )
      ])
    )
)

/** A revision by its number, the draft, or the latest that was published; `undefined` where there is none. */
export async function findRevision(db: Db, slug: string, which: number | 'draft' | 'published') {
  const revisions = db
    .selectFrom('course_revisions')
    .select(['id', 'number', 'content', 'document'])
    .where('course_id', '=', courseId(slug))
  const wanted =
    which === 'draft'
      ? revisions.where('number', 'is', null)
      : which === 'published'
        ? revisions.where('number', 'is not', null).orderBy('number', 'desc').limit(1)
        : revisions.where('number', '=', which)
  return wanted.executeTakeFirst()
}

/** What was published of a course, the latest first, before the number `before`; `limit + 1` of them. */
export function listRevisions(db: Db, slug: string, before: number | undefined, limit: number) {
  return db
    .selectFrom('course_revisions')
    .leftJoin('users', 'users.id', 'course_revisions.author_id')
    .select(['number', 'restores', 'note', 'users.display_name as author', 'published_at as publishedAt'])
    .where('course_id', '=', courseId(slug))
    .where('number', '<', before ?? 2_147_483_647)
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute()
}
