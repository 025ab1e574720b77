import { sql, type Transaction } from 'kysely'
import type { CourseDocument } from '../courses/document.ts'
import { courseId } from '../courses/identity.ts'
import type { Database } from '../database/database.ts'
import { itemsOf, mapItems } from './placed-items.ts'
import type { Rename } from './renames.ts'

/** The course with items under the ids that they kept when they were corrected, unless the course has those as well. */
export async function withKeptIds(trx: Transaction<Database>, course: CourseDocument): Promise<CourseDocument> {
  const ids = itemsOf(course)
  const rows = await trx
    .selectFrom('item_aliases')
    .select(['alias', 'item_id as id'])
    .where('course_id', '=', courseId(course.slug))
    .where('alias', '=', sql<string>`any(${[...ids.keys()]}::uuid[])`)
    .execute()
  const kept = new Map(rows.filter(({ id }) => !ids.has(id)).map(({ alias, id }) => [alias, id]))
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
