import { sql, type Transaction } from 'kysely'
import type { CourseDocument } from '../courses/document.ts'
import { courseId } from '../courses/identity.ts'
import type { Database } from '../database/database.ts'
import { itemsOf, mapItems } from './placed-items.ts'
import type { Rename } from './renames.ts'

/**
 * The course with items under the ids that they kept when they were corrected, unless the course has those as well. Of
 * several items that were once called the same, it is the one with the published forms, or else the first.
 */
export async function withKeptIds(trx: Transaction<Database>, course: CourseDocument): Promise<CourseDocument> {
  const ids = itemsOf(course)
  const rows = await trx
    .selectFrom('item_aliases')
    .leftJoin('items', 'items.id', 'item_aliases.item_id')
    .select(['alias', 'item_id as id', sql<string>`target[1]`.as('target'), sql<string>`source[1]`.as('source')])
    .where('item_aliases.course_id', '=', courseId(course.slug))
    .where('alias', '=', sql<string>`any(${[...ids.keys()]}::uuid[])`)
    .orderBy('alias')
    .execute()
  const byItem = Map.groupBy(
    rows.filter(({ id }) => !ids.has(id)),
    ({ id }) => id
  )
  const kept = new Map(
    [...byItem].map(([id, named]) => {
      const isSame = ({ alias, target, source }: (typeof named)[number]) => {
        const { item } = ids.get(alias)!
        return item.target[0] === target && item.source[0] === source
      }
      return [(named.find(isSame) ?? named[0]!).alias, id]
    })
  )
  return kept.size === 0 ? course : mapItems(course, (item) => ({ ...item, id: kept.get(item.id) ?? item.id }))
}

/** Whatever an importer calls these items from now on, they are the ones that learners know. */
export async function keepIds(trx: Transaction<Database>, slug: string, renames: readonly Rename[]): Promise<void> {
  if (renames.length === 0) return
  // As two parameters: a statement takes 65,535, and a course may have as many items as it likes.
  await sql`
    insert into item_aliases (course_id, alias, item_id)
    select ${courseId(slug)}, alias, item_id
    from unnest(${renames.map(({ from }) => from)}::uuid[], ${renames.map(({ to }) => to)}::uuid[]) as kept(alias, item_id)
    on conflict (course_id, alias) do update set item_id = excluded.item_id`.execute(trx)
}

/** Items that are published under ids of their own are no others, whatever they once were. */
export async function forgetIds(trx: Transaction<Database>, course: CourseDocument): Promise<void> {
  await trx
    .deleteFrom('item_aliases')
    .where('course_id', '=', courseId(course.slug))
    .where('alias', '=', sql<string>`any(${[...itemsOf(course).keys()]}::uuid[])`)
    .execute()
}
