import { createHash } from 'node:crypto'
import { unpackText } from '../../authoring/documents.ts'
import { contentName } from '../../courses/canonical.ts'
import { DERIVATION, revisionOf } from '../../courses/revision.ts'
import type { Check, Fault } from '../check.ts'
import { latestPublished } from './published.ts'

/**
 * The document that was last published is what its hash says, and what learners get is derived from it, be it by an older
 * version of the server. A course that was stored before there were revisions has none.
 */
export const publishedRevision: Check = async (db, ids) => {
  const faults: Fault[] = []
  for await (const { courseId, slug, number, content, document } of latestPublished(db, ids)) {
    const thing = `course_revisions ${slug} ${number}`
    const actual = contentName(createHash('sha256').update(await unpackText(document)))
    if (actual !== content) faults.push({ user: null, thing, expected: `content ${content}`, found: actual })
    const course = await db.selectFrom('courses').select('revision').where('id', '=', courseId).executeTakeFirst()
    const derived = Array.from({ length: DERIVATION }, (_, i) => revisionOf(content, DERIVATION - i))
    if (course && derived.includes(course.revision)) continue
    const [expected] = derived
    faults.push({
      user: null,
      thing: `courses ${slug}`,
      expected: `revision ${expected} of number ${number}`,
      found: course?.revision ?? 'none'
    })
  }
  return faults
}
