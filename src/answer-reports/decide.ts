import type { Transaction } from 'kysely'
import { unpack } from '../authoring/documents.ts'
import { type Edit, saveDraft } from '../authoring/drafts.ts'
import { itemsOf, mapItems } from '../authoring/placed-items.ts'
import { publishDocument } from '../authoring/publish.ts'
import { findRevision, lockCourse } from '../authoring/revisions.ts'
import type { CourseDocument, Item } from '../courses/document.ts'
import { formsOf } from '../courses/forms-of.ts'
import { courseId } from '../courses/identity.ts'
import { quote } from '../courses/report.ts'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { tidy } from '../language/normalise.ts'
import { acceptedAs, type GroupKey } from './accepted-as.ts'
import { findGroup } from './groups.ts'
import type { AnswerGroup } from './schemas.ts'
import { settle, settleAccepted } from './settle.ts'

/** Who decides on a group of a course, and when. */
export interface Decision extends Pick<Edit, 'user' | 'now'> {
  course: string
  groupId: string
}

/** The form that an author would have instead is another answer, or none that could be accepted. */
export class OtherAnswer extends Error {
  override readonly name = 'OtherAnswer'
  readonly statusCode = 422
}

/**
 * Accepts a group of answers: what is published gets them as one further form of their item, written as `form` where that
 * is given, as a new revision; so does the draft, if there is one. Past attempts are judged again afterwards. Again, or where
 * the course accepts them already, nothing is published. Throws `NotFound`, `OtherAnswer`, and `Conflict` where the item
 * can have no such form.
 */
export function acceptGroup(
  db: Db,
  { form, ...decision }: Decision & { form: string | undefined },
  signal?: AbortSignal
): Promise<AnswerGroup> {
  return decide(
    db,
    decision,
    async (trx, group) => {
      if (group.state === 'accepted') return
      const accepted = await publishForm(trx, group, form === undefined ? group.answer : tidy(form), decision)
      await settleAccepted(trx, group.groupId, accepted, decision.now)
    },
    signal
  )
}

/** Declines a group of answers; again changes nothing. Throws `NotFound`, and `Conflict` where it is accepted. */
export function declineGroup(db: Db, decision: Decision, signal?: AbortSignal): Promise<AnswerGroup> {
  return decide(
    db,
    decision,
    async (trx, { groupId, state }) => {
      if (state === 'accepted') throw new Conflict('This answer is accepted: take its form out of the course instead')
      if (state === 'open') await settle(trx, groupId, 'declined', decision.now)
    },
    signal
  )
}

type LockedGroup = GroupKey & Pick<AnswerGroup, 'answer' | 'state'>

function decide(
  db: Db,
  { course, groupId }: Decision,
  change: (trx: Transaction<Database>, group: LockedGroup) => Promise<void>,
  signal?: AbortSignal
): Promise<AnswerGroup> {
  return transaction(
    db,
    async (trx) => {
      // The course first, as every edit does; learners who report the same answer wait for the group only.
      await lockCourse(trx, course)
      const group = await lockGroup(trx, courseId(course), groupId)
      if (!group) throw new NotFound(`The course ${course} has no group of answers ${groupId}`)
      await change(trx, group)
      return (await findGroup(trx, courseId(course), groupId))!
    },
    signal
  )
}

const lockGroup = (trx: Transaction<Database>, course: string, id: string) =>
  trx
    .selectFrom('answer_groups')
    .select(['id as groupId', 'item_id as itemId', 'side', 'answer', 'state'])
    .where('id', '=', id)
    .where('course_id', '=', course)
    .forUpdate()
    .executeTakeFirst() as Promise<LockedGroup | undefined>

/** Publishes a form of a group's item, where what is published lacks it, and gives the answer that is accepted by it. */
async function publishForm(
  trx: Transaction<Database>,
  group: LockedGroup,
  form: string,
  { course, user, now }: Decision
): Promise<string> {
  const [published, draft] = [await findRevision(trx, course, 'published'), await findRevision(trx, course, 'draft')]
  if (!published) throw new Conflict(`The course ${course} has no published revision to add an answer to`)
  const document = await unpack(published.document)
  if (!itemsOf(document).has(group.itemId)) {
    throw new Conflict('The published course no longer has this item: decline the answer, or bring the item back')
  }
  const already = acceptedIn(document, group)
  if (already !== undefined) return already
  if (acceptedAs([form], document[group.side].code, group) === undefined) {
    throw new OtherAnswer(`The form must say the same as ${quote(group.answer)}, but for case and punctuation`)
  }
  const edited = withForm(document, group, form)
  const accepted = acceptedIn(edited, group)
  if (accepted === undefined) throw new Conflict('This item has as many answers as an item can have')
  await publishDocument(trx, edited, { user, now, note: `Accepts ${quote(form)}` })

  const drafted = draft && (await unpack(draft.document))
  const placed = itemsOf(drafted).get(group.itemId)
  // Not by all that it accepts: a draft's patterns may be faulty still.
  if (drafted && placed && acceptedAs(placed.item[group.side], drafted[group.side].code, group) === undefined) {
    await saveDraft(trx, withForm(drafted, group, form), { user, now })
  }
  return accepted
}

/** The answer of a course that says the same as the group. */
function acceptedIn(document: CourseDocument, group: GroupKey): string | undefined {
  const placed = itemsOf(document).get(group.itemId)
  return placed && acceptedAs(formsOf(placed.item, group.side), document[group.side].code, group)
}

const withForm = (document: CourseDocument, { itemId, side }: GroupKey, form: string): CourseDocument =>
  mapItems(document, (item: Item) => (item.id === itemId ? { ...item, [side]: [...item[side], form] } : item))
