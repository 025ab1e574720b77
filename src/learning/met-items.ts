import { type RawBuilder, sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import { KNOWN_IN_A_ROW } from './progress.ts'

/** More than any session takes. */
const MOST_CANDIDATES = sql.lit(200)

/** An item that was met, with the card of it that is nearest to being forgotten. */
interface MetItem {
  id: string
  skillId: string
  kind: string
  target: string[]
  source: string[]
  images: string[]
  audio: string | null
  place: number
  inARow: number
  direction: 'toTarget' | 'toSource'
  due: string
  /** Days since its last review by its stability. */
  stabilities: number
}

/** The met items of a course that some of the learner's cards are of, each with the one of them nearest to being forgotten. */
const metItems = (userId: string, courseId: string, today: string, ofCards: RawBuilder<unknown>) => sql<MetItem>`
  with weakest as materialized (
    select distinct on (item_id) item_id, direction, due, stabilities
    from (
      select item_id, direction, due, greatest(0, ${today}::date - last_review_day) / stability as stabilities
      from cards where user_id = ${userId} and course_id = ${courseId} and ${ofCards}
    ) as card
    order by item_id, stabilities desc, due
  )
  select
    items.id, items.skill_id as "skillId", items.kind, items.target, items.source, items.images, items.audio,
    skills.position as place, progress.in_a_row as "inARow", weakest.direction, weakest.due, weakest.stabilities
  from weakest
  join items on items.id = weakest.item_id and not items.retired
  join skills on skills.id = items.skill_id and not skills.retired
  join item_progress as progress
    on progress.user_id = ${userId} and progress.course_id = ${courseId} and progress.item_id = weakest.item_id`

/**
 * Items that a learner has met in a course, or in a skill of it, and does not know: those not answered right twice in a row
 * since, and those that are due before `endOfDay`. Those nearest to being forgotten come first.
 */
export const selectWeakItems = compiled(
  (_db, userId: string, courseId: string, skillId: string | null, today: string, endOfDay: string) => sql<MetItem>`
    ${metItems(userId, courseId, today, sql`true`)}
    where (${skillId}::uuid is null or items.skill_id = ${skillId}::uuid)
      and (progress.in_a_row < ${sql.lit(KNOWN_IN_A_ROW)} or weakest.due < ${endOfDay}::timestamptz)
    order by weakest.stabilities desc, progress.in_a_row, skills.position, items.position
    limit ${MOST_CANDIDATES}`
)

/** The items of a course whose cards are due, each by the one nearest to being forgotten; the longest overdue come first. */
export const selectDueItems = compiled(
  (_db, userId: string, courseId: string, today: string, now: string, endOfDay: string) => {
    const due = sql`due < ${endOfDay}::timestamptz and (state = 'review' or due <= ${now}::timestamptz)`
    return sql<MetItem>`
      ${metItems(userId, courseId, today, due)}
      order by weakest.due, skills.position, items.position
      limit ${MOST_CANDIDATES}`
  }
)

/** A row if the learner has met anything of a course, or of a skill of it. */
export const selectAnyMet = compiled((db, userId: string, courseId: string, skillId: string | null) =>
  db
    .selectFrom('item_progress')
    .innerJoin('items', 'items.id', 'item_progress.item_id')
    .select('items.id')
    .where('item_progress.user_id', '=', userId)
    .where('item_progress.course_id', '=', courseId)
    .where('items.retired', '=', sql.lit(false))
    .where(sql<boolean>`(${skillId}::uuid is null or items.skill_id = ${skillId}::uuid)`)
    .limit(1)
)
