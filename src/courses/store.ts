import { sql, type Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { lookalikes } from '../language/lookalikes.ts'
import { promptsOf } from '../language/main-form.ts'
import { canonicalText, contentOf } from './canonical.ts'
import type { CourseDocument, Side, Skill } from './document.ts'
import { formsOf } from './forms-of.ts'
import { courseId, partId } from './identity.ts'
import { lexiconOf } from './lexicon.ts'
import { revisionOf } from './revision.ts'

/** What storing a course changed: rows written anew or over an older edition, and rows that it no longer has. */
export interface Stored {
  slug: string
  changed: boolean
  written: number
  retired: number
}

/** Rows to a statement: between two of them others are served. */
const CHUNK = 500

/** For skills of another slug than before, the slug that they had: they keep what learners have of them. */
export type SkillRenames = ReadonlyMap<string, string>

/** Stores a course as a transaction of its own, as `writeEdition` does. */
export const storeCourse = (db: Db, course: CourseDocument): Promise<Stored> =>
  transaction(db, (trx) => writeEdition(trx, course, contentOf(canonicalText(course))))

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

  await writeCourse(trx, id, course, revision)
  const rows = contentRows(id, course, await skillIds(trx, id, course, renames))
  let written = 0
  let retired = 0
  for (const table of ['units', 'skills', 'items'] as const) {
    written += await upsert(trx, table, rows[table])
    retired += await retireOthers(trx, table, id, rows[table])
  }
  await writeLookalikes(trx, id, course)
  return { slug: course.slug, changed: true, written, retired }
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
  const skills = course.units.flatMap((unit) => unit.skills)
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
    skills: skills.length,
    words: count(skills, 'word'),
    phrases: count(skills, 'phrase'),
    revision
  }
  await trx
    .insertInto('courses')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, updated_at: sql`now()` }))
    .execute()
}

const count = (skills: Skill[], kind: 'word' | 'phrase') =>
  skills.flatMap((skill) => skill.items).filter((item) => item.kind === kind).length

/** The rows of a course's units, skills and items. */
function contentRows(courseId: string, course: CourseDocument, ids: ReadonlyMap<string, string>) {
  const row = (id: string, position: number) => ({ id, course_id: courseId, position, retired: false })
  const unitId = (slug: string) => partId(course.slug, 'unit', slug)
  const skillId = (slug: string) => ids.get(slug)!
  const skills = course.units.flatMap((unit) => unit.skills.map((skill) => ({ unit, skill })))
  return {
    units: course.units.map(({ slug, name }, i) => ({ ...row(unitId(slug), i), slug, name })),
    skills: skills.map(({ unit, skill }, i) => ({
      ...row(skillId(skill.slug), i),
      unit_id: unitId(unit.slug),
      slug: skill.slug,
      name: skill.name,
      introduction: skill.introduction,
      images: skill.images,
      dictionary: skill.dictionary,
      words: count([skill], 'word'),
      phrases: count([skill], 'phrase')
    })),
    items: skills.flatMap(({ skill }) =>
      skill.items.map((item, i) => ({
        ...row(item.id, i),
        skill_id: skillId(skill.slug),
        kind: item.kind,
        target: formsOf(item, 'target'),
        source: formsOf(item, 'source'),
        target_prompts: promptsOf(formsOf(item, 'target')),
        source_prompts: promptsOf(formsOf(item, 'source')),
        images: item.images,
        audio: item.audio
      }))
    )
  }
}

type ContentTable = 'units' | 'skills' | 'items'
type Row = { id: string }

/** Inserts rows or brings those of the same id up to date, and gives how many that changed. */
async function upsert(trx: Transaction<Database>, table: ContentTable, rows: Row[]): Promise<number> {
  let written = 0
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK)
    const columns = Object.keys(chunk[0]!)
    const list = (of: string) => sql.join(columns.map((column) => sql.ref(of + column)))
    // As one parameter: a thousand rows of them take longer to write down than to store.
    const result = await sql`
      insert into ${sql.table(table)} (${list('')})
      select ${list('')} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(chunk)}::json)
      on conflict (id) do update set (${list('')}) = row(${list('excluded.')})
      where (${list(`${table}.`)}) is distinct from (${list('excluded.')})`.execute(trx)
    written += Number(result.numAffectedRows)
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
