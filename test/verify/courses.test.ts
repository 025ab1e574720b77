import { sql } from 'kysely'
import t from 'tap'
import { DEMONSTRATION } from '../support/learner.ts'
import { publishedCourse } from '../support/reports.ts'
import { findsBreaks, nothing, unguardedDatabase } from './world.ts'

const db = await unguardedDatabase(t)
await publishedCourse(db, 'tiny')
await publishedCourse(db, 'other')

const courseOf = (slug: string) => sql`(select id from courses where slug = ${slug})`
const [tiny, other] = [courseOf('tiny'), courseOf('other')]
const oneOf = (table: string) =>
  sql`(select id from ${sql.table(table)} where course_id = ${other} order by id limit 1)`
const itemCopy = sql`
  insert into items
  select (jsonb_populate_record(items, jsonb_build_object('id', ${nothing}::text, 'retired', false))).*
  from items where course_id = ${tiny} limit 1`

findsBreaks(t, db, [
  ['ownerless', `collaborators ${nothing}`, sql`insert into collaborators values (${tiny}, ${nothing})`],
  ['course-orphans', 'item_terms', sql`insert into item_terms values (${tiny}, 'target', 'x', ${nothing})`],
  ['course-orphans', 'item_aliases', sql`insert into item_aliases values (${tiny}, ${nothing}, ${oneOf('items')})`],
  ['item-places', 'skills', sql`update skills set unit_id = ${oneOf('units')} where course_id = ${tiny}`],
  ['item-places', 'items', sql`update items set skill_id = ${oneOf('skills')} where course_id = ${tiny}`],
  ['published-revision', 'courses tiny', sql`update courses set revision = 'x' where slug = 'tiny'`],
  ['published-revision', 'course_revisions tiny 1', sql`update course_revisions set content = 'x' where slug = 'tiny'`],
  ['edition-items', 'items tiny', sql`update items set retired = true where course_id = ${tiny}`],
  ['edition-items', 'items tiny', itemCopy],
  [
    'published-revision',
    `course_revisions ${DEMONSTRATION} 1`,
    sql`update course_revisions set content = 'x' where slug = ${DEMONSTRATION}`
  ]
])
