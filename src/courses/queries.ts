import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonBuildObject } from 'kysely/helpers/postgres'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { displayText } from '../language/forms.ts'
import { licenceConflict } from './licence.ts'
import type { CourseSummary, CourseTree, SkillPage } from './schemas.ts'

/** A thing from a course, and the revision of the course that it was read from. */
export type Revised<T> = T & { revision: string }

/** Courses in order of their slugs, after `after`; `limit + 1` of them, to tell whether more follow. */
export async function listCourses(
  db: Db,
  filter: { target?: string; source?: string },
  after: string | undefined,
  limit: number
): Promise<Revised<CourseSummary>[]> {
  const [row] = await selectCourses(db, filter.target ?? null, filter.source ?? null, after ?? '', limit + 1)
  return row!.courses
}

/** A course with its units and skills, or `undefined`. */
export async function findCourseTree(db: Db, slug: string): Promise<Revised<CourseTree> | undefined> {
  const [row] = await selectTree(db, slug)
  if (!row) return undefined
  const tree = row as Revised<Omit<CourseTree, 'licenceConflict'>>
  return { ...tree, licenceConflict: licenceConflict(tree) }
}

/** A skill's introduction, words and dictionary, or `undefined`. */
export async function findSkillPage(db: Db, course: string, skill: string): Promise<Revised<SkillPage> | undefined> {
  const [row] = await selectSkill(db, course, skill)
  if (!row) return undefined
  const items = row.items.map(({ target, source, ...item }) => ({
    ...item,
    target: displayText(target),
    source: displayText(source)
  }))
  // When first used: a server starts sooner, and smaller, without it.
  const { introductionHtml } = await import('./introduction.ts')
  return { ...row, introductionHtml: introductionHtml(row.introduction), items } as Revised<SkillPage>
}

/** The id of a course, or `undefined`. */
export async function findCourseId(db: Db, course: string): Promise<string | undefined> {
  return (await selectCourseId(db, course))[0]?.id
}

const summaryColumns = ({ ref }: ExpressionBuilder<Database, 'courses'>) =>
  [
    'courses.slug',
    jsonBuildObject({ code: ref('target_code'), name: ref('target_name') }).as('target'),
    jsonBuildObject({ code: ref('source_code'), name: ref('source_name') }).as('source'),
    'courses.skills',
    'courses.words',
    'courses.phrases',
    'courses.revision'
  ] as const

// As one row: parsing a JSON array takes half the time of twenty rows.
const selectCourses = compiled((db, target: string | null, source: string | null, after: string, limit: number) =>
  db.selectNoFrom((query) =>
    jsonArrayFrom(
      query
        .selectFrom('courses')
        .select(summaryColumns)
        .where(sql<boolean>`(${target}::text is null or target_code = ${target})`)
        .where(sql<boolean>`(${source}::text is null or source_code = ${source})`)
        .where('slug', '>', after)
        .orderBy('slug')
        .limit(limit)
    ).as('courses')
  )
)

const selectTree = compiled((db, slug: string) =>
  db
    .selectFrom('courses')
    .select(summaryColumns)
    .select([
      'licence',
      'licence_file as licenceFile',
      'attribution',
      'repository',
      'special_characters as specialCharacters'
    ])
    .select((course) =>
      jsonArrayFrom(
        course
          .selectFrom('units')
          .select(['units.slug', 'units.name'])
          .select((unit) =>
            jsonArrayFrom(
              unit
                .selectFrom('skills')
                .select(['skills.slug', 'skills.name', 'skills.images', 'skills.words', 'skills.phrases'])
                .whereRef('skills.unit_id', '=', 'units.id')
                .where('skills.retired', '=', sql.lit(false))
                .orderBy('skills.position')
            ).as('skills')
          )
          .whereRef('units.course_id', '=', 'courses.id')
          .where('units.retired', '=', sql.lit(false))
          .orderBy('units.position')
      ).as('units')
    )
    .where('courses.slug', '=', slug)
)

const selectSkill = compiled((db, course: string, skill: string) =>
  db
    .selectFrom('courses')
    .innerJoin('skills', 'skills.course_id', 'courses.id')
    .select(['skills.slug', 'skills.name', 'skills.images', 'skills.words', 'skills.phrases'])
    .select(['skills.introduction', 'skills.dictionary', 'courses.revision'])
    .select((row) =>
      jsonArrayFrom(
        row
          .selectFrom('items')
          .select([
            'items.id',
            'items.images',
            sql<string>`target[1]`.as('target'),
            sql<string>`source[1]`.as('source')
          ])
          .whereRef('items.skill_id', '=', 'skills.id')
          .where('items.kind', '=', sql.lit('word'))
          .where('items.retired', '=', sql.lit(false))
          .orderBy('items.position')
      ).as('items')
    )
    .where('courses.slug', '=', course)
    .where('skills.slug', '=', skill)
    .where('skills.retired', '=', sql.lit(false))
)

const selectCourseId = compiled((db, slug: string) => db.selectFrom('courses').select('id').where('slug', '=', slug))
