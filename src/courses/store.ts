import { sql, type Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict } from '../http/problem.ts'
import { lookalikes } from '../language/lookalikes.ts'
import { contentOf } from './canonical.ts'
import { countsOf } from './counts.ts'
import type { CourseDocument, Side } from './document.ts'
import { editionRows } from './edition-rows.ts'
import { courseId, partId } from './identity.ts'
import { lexiconOf } from './lexicon.ts'
import { revisionOf } from './revision.ts'
import { writeTerms } from './search-terms.ts'

/** What storing a course changed: rows written anew or over an older edition, and rows that it no longer has. */
export interface Stored {
  slug: string
  changed: boolean
  written: number
  retired: number
}

/** Rows to a statement: between two of them others are served, and dictionaries are large. */
const CHUNK = { units: 500, skills: 20, items: 500 }

/** For skills of another slug than before, the slug that they had: they keep what learners have of them. */
export type SkillRenames = ReadonlyMap<string, string>

/** Stores a course as a transaction of its own, as `writeEdition` does. */
export const storeCourse = (db: Db, course: CourseDocument): Promise<Stored> =>
  transaction(db, (trx) => writeEdition(trx, course, contentOf(course)))

/**
 * Makes a course what learners get from now on. The same document again changes nothing; an edited one updates what
 * differs and retires what is gone, so that learners' progress, which points at item ids, outlives it.
 */
export async function writeEdition(
  trx: Transaction<Database>,
  course: CourseDocument,
  content: string,
  renames: SkillRenames = new Map()
): Promise<Stored> {
  const revision = revisionOf(content)
  const id = courseId(course.slug)
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(trx)
  const stored = await trx.selectFrom('courses').select('revision').where('id', '=', id).executeTakeFirst()
  if (stored?.revision === revision) return { slug: course.slug, changed: false, written: 0, retired: 0 }

  await refuseForeignItems(trx, id, course)
  await writeCourse(trx, id, course, revision)
  const rows = editionRows(id, course, await skillIds(trx, id, course, renames))
  let written = 0
  let retired = 0
  for (const table of ['units', 'skills', 'items'] as const) {
    const changed = await upsert(trx, table, rows[table])
    written += changed.length
    retired += await retireOthers(trx, table, id, rows[table])
    if (table === 'items') await writeTerms(trx, id, changed)
  }
  await writeLookalikes(trx, id, course)
  return { slug: course.slug, changed: true, written, retired }
}

/** Throws `Conflict` where an item is another course's: it would be taken from those who learn it there. */
async function refuseForeignItems(trx: Transaction<Database>, id: string, course: CourseDocument): Promise<void> {
  const ids = course.units.flatMap(({ skills }) => skills.flatMap(({ items }) => items.map((item) => item.id)))
  const foreign = await trx
    .selectFrom('items')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('course_id', '!=', id)
    .limit(1)
    .executeTakeFirst()
  if (foreign)
    throw new Conflict(`The item ${foreign.id} is another course's: leave its id out, and it gets one of its own`)
}

/** The id of each skill, by its slug: the one that it has, or that it had under its former slug, or a new one. */
async function skillIds(trx: Transaction<Database>, id: string, course: CourseDocument, renames: SkillRenames) {
  const rows = await trx.selectFrom('skills').select(['id', 'slug']).where('course_id', '=', id).execute()
  const known = new Map(rows.map((row) => [row.slug, row.id]))
  const ids = new Set(known.values())
  const idOf = (slug: string) => {
    const own = known.get(slug) ?? known.get(renames.get(slug) ?? slug)
    if (own) return own
    const made = partId(course.slug, 'skill', slug)
    // A skill that has been renamed took the id along that its former slug would make.
    return ids.has(made) ? uuidv7() : made
  }
  return new Map(course.units.flatMap(({ skills }) => skills.map(({ slug }) => [slug, idOf(slug)] as const)))
}

async function writeCourse(trx: Transaction<Database>, id: string, course: CourseDocument, revision: string) {
  const row = {
    slug: course.slug,
    target_code: course.target.code,
    target_name: course.target.name,
    source_code: course.source.code,
    source_name: course.source.name,
    licence: course.licence && JSON.stringify(course.licence),
    licence_file: course.licenceFile,
    attribution: course.attribution,
    repository: course.repository,
    special_characters: course.specialCharacters,
    accents: course.accents,
    ...countsOf(course),
    revision
  }
  await trx
    .insertInto('courses')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, updated_at: sql`now()` }))
    .execute()
}

type ContentTable = 'units' | 'skills' | 'items'
type Row = { id: string }

/** Inserts rows or brings those of the same id up to date, and gives the ids of those that this changed. */
async function upsert(trx: Transaction<Database>, table: ContentTable, rows: Row[]): Promise<string[]> {
  const written: string[] = []
  for (let start = 0; start < rows.length; start += CHUNK[table]) {
    const chunk = rows.slice(start, start + CHUNK[table])
    const columns = Object.keys(chunk[0]!)
    const list = (of: string) => sql.join(columns.map((column) => sql.ref(of + column)))
    // As one parameter: a thousand rows of them take longer to write down than to store.
    const changed = await sql<Row>`
      insert into ${sql.table(table)} (${list('')})
      select ${list('')} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(chunk)}::json)
      on conflict (id) do update set (${list('')}) = row(${list('excluded.')})
      where (${list(`${table}.`)}) is distinct from (${list('excluded.')})
      returning id`.execute(trx)
    written.push(...changed.rows.map((row) => row.id))
  }
  return written
}

async function retireOthers(trx: Transaction<Database>, table: ContentTable, courseId: string, rows: Row[]) {
  const result = await trx
    .updateTable(table)
    .set({ retired: true })
    .where('course_id', '=', courseId)
    .where('retired', '=', false)
    .where('id', '!=', sql<string>`all(${rows.map((row) => row.id)}::uuid[])`)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

async function writeLookalikes(trx: Transaction<Database>, courseId: string, course: CourseDocument): Promise<void> {
  await trx.deleteFrom('lookalikes').where('course_id', '=', courseId).execute()
  for (const side of ['target', 'source'] as const satisfies Side[]) {
    const pairs = lookalikes(lexiconOf(course, side))
    const rows = [...pairs].map(([token, others]) => ({ course_id: courseId, side, token, others }))
    await sql`insert into lookalikes select * from json_populate_recordset(null::lookalikes, ${JSON.stringify(rows)}::json)`.execute(
      trx
    )
  }
}
