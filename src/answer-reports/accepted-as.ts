import type { Item, Side } from '../courses/document.ts'
import type { Db } from '../database/database.ts'
import { acceptedAnswers } from '../language/accepted.ts'
import { isAskable } from '../language/main-form.ts'
import { answerGroupId } from '../learning/answer-group.ts'

/** An item, a side and the group of answers that say the same there. */
export interface GroupKey {
  groupId: string
  itemId: string
  side: Side
}

/** The accepted answer among those of these forms that says the same as the group; `undefined` where none does. */
export const acceptedAs = (
  forms: readonly string[],
  language: string,
  { groupId, itemId, side }: GroupKey
): string | undefined =>
  acceptedAnswers(forms, language).find(
    (answer) => isAskable(answer) && answerGroupId(itemId, side, answer, language) === groupId
  )

/** What the published course accepts for an item on a side, and in which language; `undefined` of one it has no more. */
export async function findForms(
  db: Db,
  itemId: string,
  side: Side
): Promise<{ forms: Item['target']; language: string } | undefined> {
  return db
    .selectFrom('items')
    .innerJoin('courses', 'courses.id', 'items.course_id')
    .select([`items.${side} as forms`, `courses.${side}_code as language`])
    .where('items.id', '=', itemId)
    .where('items.retired', '=', false)
    .executeTakeFirst()
}
