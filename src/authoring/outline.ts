import { sql, type Transaction } from 'kysely'
import type { DictionaryEntry } from '../courses/document.ts'
import { courseId } from '../courses/identity.ts'
import type { Database } from '../database/database.ts'
import type { Outline, OutlinedItem } from './placed-items.ts'

/**
 * What is published of a course, as far as an edit has to be compared with it; the document itself takes a hundred times
 * the memory. Only skills without items have their dictionary, which is all that they can be known by.
 */
export async function publishedOutline(trx: Transaction<Database>, slug: string): Promise<Outline> {
  const id = courseId(slug)
  const items = await trx
    .selectFrom('items')
    .select(['id', 'skill_id as skillId', 'kind', sql<string[]>`target[1:1]`.as('target')])
    .select(sql<string[]>`source[1:1]`.as('source'))
    .where('course_id', '=', id)
    .where('retired', '=', false)
    .execute()
  const ofSkill = Map.groupBy(items, ({ skillId }) => skillId)
  const skills = await trx
    .selectFrom('skills')
    .select(['id', 'slug'])
    .select(sql<DictionaryEntry[]>`case when words + phrases = 0 then dictionary else '[]' end`.as('dictionary'))
    .where('course_id', '=', id)
    .where('retired', '=', false)
    .orderBy('position')
    .execute()
  const outlined = skills.map(({ id, slug, dictionary }) => ({
    slug,
    dictionary: dictionary.map(({ side, term, meanings }) => ({ side, term, meanings })),
    items: (ofSkill.get(id) ?? []) as OutlinedItem[]
  }))
  return { units: [{ skills: outlined }] }
}
