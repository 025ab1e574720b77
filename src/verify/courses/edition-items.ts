import { unpack } from '../../authoring/documents.ts'
import type { Check, Fault } from '../check.ts'
import { latestPublished } from './published.ts'

/** The items that learners get of a course are those of what was last published; all others are retired. */
export const editionItems: Check = async (db, ids) => {
  const faults: Fault[] = []
  for await (const { courseId, slug, number, document } of latestPublished(db, ids)) {
    const { units } = await unpack(document)
    const published = new Set(units.flatMap(({ skills }) => skills.flatMap(({ items }) => items.map(({ id }) => id))))
    const rows = await db
      .selectFrom('items')
      .select('id')
      .where('course_id', '=', courseId)
      .where('retired', '=', false)
      .execute()
    const taught = new Set(rows.map(({ id }) => id))
    const fault = (id: string, expected: string, found: string) =>
      faults.push({ user: null, thing: `items ${slug} ${id}`, expected, found })
    for (const id of published.difference(taught))
      fault(id, `taught, as number ${number} has it`, 'no item, or retired')
    for (const id of taught.difference(published)) fault(id, `retired, as number ${number} lacks it`, 'taught')
  }
  return faults
}
