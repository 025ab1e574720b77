import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { CourseSlug, SkillSlug } from '../../courses/schemas.ts'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { findRetention, Retention } from './retention.ts'
import { shareOf } from './share.ts'

const counts = {
  answers: Type.Integer({ minimum: 0, examples: [120] }),
  correct: Type.Integer({ minimum: 0, examples: [102] }),
  accuracy: Type.Number({ minimum: 0, maximum: 1, description: 'Correct of all', examples: [0.85] })
}

export const LearnerStatistics = Type.Object(
  {
    secondsStudied: Type.Integer({
      minimum: 0,
      description: 'Over exercises, as far as their time is known; those that took five minutes or more are left out',
      examples: [5400]
    }),
    kinds: Type.Array(
      Type.Object(
        { kind: Type.String({ description: 'The kind of exercise', examples: ['type'] }), ...counts },
        { title: 'KindStatistics' }
      ),
      { description: 'Answers by kind of exercise; the latest come in within seconds' }
    ),
    skills: Type.Array(Type.Object({ course: CourseSlug, skill: SkillSlug, ...counts }, { title: 'SkillStatistics' }), {
      description: 'Answers by skill of the item, each pair of a `match` for itself; in the order of the course'
    }),
    retention: Retention
  },
  { title: 'LearnerStatistics' }
)
export type LearnerStatistics = Static<typeof LearnerStatistics>

/** More than anybody studies of. */
const MOST_SKILLS = 2_000

/** What a learner's answers add up to, in a course or in all of them. */
export async function findLearnerStatistics(
  db: Db,
  userId: string,
  courseId: string | undefined
): Promise<LearnerStatistics> {
  const [kinds, skills, retention] = await Promise.all([
    selectKinds(db, userId, courseId ?? null),
    selectSkills(db, userId, courseId ?? null),
    findRetention(db, userId)
  ])
  const withAccuracy = <Row extends { answers: number; correct: number }>(row: Row) => ({
    ...row,
    accuracy: shareOf(row.correct, row.answers)
  })
  return {
    secondsStudied: Math.round(kinds.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000),
    kinds: kinds.map(({ durationMs, ...row }) => withAccuracy(row)),
    skills: skills.map(withAccuracy),
    retention
  }
}

const selectKinds = compiled((db, userId: string, courseId: string | null) =>
  db
    .selectFrom('learner_statistics')
    .select((row) => [
      'kind',
      row.fn.sum<number>('answers').as('answers'),
      row.fn.sum<number>('correct').as('correct'),
      row.fn.sum<number>('duration_ms').as('durationMs')
    ])
    .where('user_id', '=', userId)
    .where(sql<boolean>`(${courseId}::uuid is null or course_id = ${courseId}::uuid)`)
    .groupBy('kind')
    .orderBy('kind')
)

const selectSkills = compiled((db, userId: string, courseId: string | null) =>
  db
    .selectFrom('item_progress')
    .innerJoin('items', 'items.id', 'item_progress.item_id')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .innerJoin('courses', 'courses.id', 'skills.course_id')
    .select((row) => [
      'courses.slug as course',
      'skills.slug as skill',
      row.fn.sum<number>('item_progress.seen').as('answers'),
      row.fn.sum<number>('item_progress.correct').as('correct')
    ])
    .where('item_progress.user_id', '=', userId)
    .where(sql<boolean>`(${courseId}::uuid is null or item_progress.course_id = ${courseId}::uuid)`)
    .groupBy(['courses.slug', 'skills.slug', 'skills.position'])
    .orderBy('courses.slug')
    .orderBy('skills.position')
    .limit(sql.lit(MOST_SKILLS))
)
