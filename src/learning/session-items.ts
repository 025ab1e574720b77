import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'

const itemColumns = [
  'items.id',
  'items.skill_id as skillId',
  'items.kind',
  'items.target',
  'items.source',
  'items.images',
  'items.audio'
] as const

/** The items of a skill, those never seen first, then those answered right the fewest times in a row. */
export const selectSkillItems = compiled((db, userId: string, courseId: string, skillId: string) =>
  db
    .selectFrom('items')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .leftJoin('item_progress', (join) =>
      join
        .onRef('item_progress.item_id', '=', 'items.id')
        .on('item_progress.user_id', '=', userId)
        .on('item_progress.course_id', '=', courseId)
    )
    .select(itemColumns)
    .select(['item_progress.in_a_row as inARow', 'skills.position as place'])
    .where('items.skill_id', '=', skillId)
    .where('items.retired', '=', sql.lit(false))
    .orderBy(sql`item_progress.in_a_row nulls first`)
    .orderBy('items.position')
    .limit(500)
)

/** Items of skills at some places in the course, which lend wrong options. */
export const selectItemsAt = compiled((db, courseId: string, places: number[]) =>
  db
    .selectFrom('skills')
    .innerJoin('items', 'items.skill_id', 'skills.id')
    .select(itemColumns)
    .select('skills.position as place')
    .where('skills.course_id', '=', courseId)
    .where('skills.retired', '=', sql.lit(false))
    .where('skills.position', '=', sql<number>`any(${places}::integer[])`)
    .where('items.retired', '=', sql.lit(false))
    .orderBy('skills.position', 'desc')
    .orderBy('items.position')
    .limit(400)
)

/** Items of the whole course that one of these prompts, of either side, can stand for. */
export const selectItemsSharingPrompts = compiled((db, courseId: string, targets: string[], sources: string[]) =>
  db
    .selectFrom('items')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .select(itemColumns)
    .select('skills.position as place')
    .where('items.course_id', '=', courseId)
    .where('items.retired', '=', sql.lit(false))
    .where(sql<boolean>`items.target_prompts && ${targets}::text[]`)
    .unionAll((query) =>
      query
        .selectFrom('items')
        .innerJoin('skills', 'skills.id', 'items.skill_id')
        .select(itemColumns)
        .select('skills.position as place')
        .where('items.course_id', '=', courseId)
        .where('items.retired', '=', sql.lit(false))
        .where(sql<boolean>`items.source_prompts && ${sources}::text[]`)
    )
    .orderBy('id')
    .limit(400)
)

/** The course's words that resemble these folded tokens of its two sides. */
export const selectLookalikes = compiled((db, courseId: string, targets: string[], sources: string[]) =>
  db
    .selectFrom('lookalikes')
    .select(['side', 'token', 'others'])
    .where('course_id', '=', courseId)
    .where(
      sql<boolean>`(side = 'target' and token = any(${targets}::text[]) or side = 'source' and token = any(${sources}::text[]))`
    )
)
