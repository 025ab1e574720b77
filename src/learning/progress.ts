import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { SkillSlug } from '../courses/schemas.ts'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'

/** An item is known once its last answers, this many in a row, were right. */
export const KNOWN_IN_A_ROW = 2

/** What so many right answers in a row tell of how well an item is known, from 0 to 1: six are two flawless lessons. */
export const strengthOf = (inARow: number | null): number => Math.min(1, (inARow ?? 0) / 6)

export const SkillProgress = Type.Object(
  {
    skill: SkillSlug,
    items: Type.Integer({ description: 'Words and phrases that the skill has', examples: [16] }),
    seen: Type.Integer({ description: 'Of these, answered at least once', examples: [9] }),
    known: Type.Integer({ description: 'Of these, answered right twice in a row or more', examples: [4] }),
    sessionsCompleted: Type.Integer({ examples: [2] })
  },
  { title: 'SkillProgress' }
)
export type SkillProgress = Static<typeof SkillProgress>

/** How far a learner has come in each skill of a course, in the course's order. */
export const findProgress = (db: Db, userId: string, courseId: string): Promise<SkillProgress[]> =>
  selectProgress(db, userId, courseId)

const selectProgress = compiled((db, userId: string, courseId: string) =>
  db
    .with('seen_items', (query) =>
      query
        .selectFrom('item_progress')
        .innerJoin('items', 'items.id', 'item_progress.item_id')
        .select((row) => [
          'items.skill_id',
          row.fn.countAll<number>().as('seen'),
          row.fn.countAll<number>().filterWhere('in_a_row', '>=', sql.lit(KNOWN_IN_A_ROW)).as('known')
        ])
        .where('item_progress.user_id', '=', userId)
        .where('item_progress.course_id', '=', courseId)
        .where('items.retired', '=', sql.lit(false))
        .groupBy('items.skill_id')
    )
    .with('completed', (query) =>
      query
        .selectFrom('study_sessions')
        .select((row) => ['skill_id', row.fn.countAll<number>().as('sessions')])
        .where('user_id', '=', userId)
        .where('course_id', '=', courseId)
        .where('completed_at', 'is not', null)
        .groupBy('skill_id')
    )
    .selectFrom('skills')
    .leftJoin('seen_items', 'seen_items.skill_id', 'skills.id')
    .leftJoin('completed', 'completed.skill_id', 'skills.id')
    .select([
      'skills.slug as skill',
      sql<number>`skills.words + skills.phrases`.as('items'),
      sql<number>`coalesce(seen_items.seen, 0)`.as('seen'),
      sql<number>`coalesce(seen_items.known, 0)`.as('known'),
      sql<number>`coalesce(completed.sessions, 0)`.as('sessionsCompleted')
    ])
    .where('skills.course_id', '=', courseId)
    .where('skills.retired', '=', sql.lit(false))
    .orderBy('skills.position')
)
