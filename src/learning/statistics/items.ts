import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { SkillSlug } from '../../courses/schemas.ts'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { StringEnum, Uuid } from '../../http/schema.ts'
import { shareOf } from './share.ts'

/** So many wrong answers are told of an item. */
const COMMONEST = 5

const WrongAnswer = Type.Object(
  {
    side: StringEnum(['target', 'source'], { description: 'The side of the item that was asked for' }),
    answer: Type.String({
      description: 'As it was first given; a word that was filled in is told with its sentence',
      examples: ['el gato']
    }),
    times: Type.Integer({ minimum: 1, examples: [14] })
  },
  { title: 'WrongAnswer' }
)

export const ItemStatistics = Type.Object(
  {
    item: Uuid(),
    skill: SkillSlug,
    target: Type.Array(Type.String(), { examples: [['el perro']] }),
    source: Type.Array(Type.String(), { examples: [['the dog']] }),
    attempts: Type.Integer({ minimum: 1, examples: [240] }),
    wrong: Type.Integer({ minimum: 0, examples: [31] }),
    errorRate: Type.Number({ minimum: 0, maximum: 1, description: 'Wrong of all', examples: [0.13] }),
    wrongAnswers: Type.Array(WrongAnswer, { description: `The commonest, ${COMMONEST} at most` })
  },
  { title: 'ItemStatistics' }
)
export type ItemStatistics = Static<typeof ItemStatistics>

/** Where a page of items ended. */
export interface ItemPlace {
  wrong: number
  item: string
}

/** How learners do with the items of a course, those most often wrong first, after the place `after`; `limit + 1` of them. */
export async function listItemStatistics(
  db: Db,
  courseId: string,
  after: ItemPlace | undefined,
  limit: number
): Promise<ItemStatistics[]> {
  const { wrong, item } = after ?? { wrong: 2_147_483_647, item: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  const rows = await selectItems(db, courseId, wrong, item, limit + 1)
  return rows.map((row) => ({ ...row, errorRate: shareOf(row.wrong, row.attempts) }) as ItemStatistics)
}

const selectItems = compiled((db, courseId: string, wrong: number, item: string, limit: number) =>
  db
    .selectFrom('item_statistics as sum')
    .innerJoin('items', 'items.id', 'sum.item_id')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .select(['items.id as item', 'skills.slug as skill', 'items.target', 'items.source', 'sum.attempts', 'sum.wrong'])
    .select((sum) =>
      jsonArrayFrom(
        sum
          .selectFrom('item_wrong_answers as given')
          .select(['given.side', 'given.answer', 'given.times'])
          .whereRef('given.course_id', '=', 'sum.course_id')
          .whereRef('given.item_id', '=', 'sum.item_id')
          .where('given.times', '>', sql.lit(0))
          .orderBy('given.times', 'desc')
          .orderBy('given.group_id')
          .limit(sql.lit(COMMONEST))
      ).as('wrongAnswers')
    )
    .where('sum.course_id', '=', courseId)
    .where('sum.attempts', '>', sql.lit(0))
    .where('items.retired', '=', sql.lit(false))
    .where(sql<boolean>`(sum.wrong, sum.item_id) < (${wrong}, ${item}::uuid)`)
    .orderBy('sum.wrong', 'desc')
    .orderBy('sum.item_id', 'desc')
    .limit(limit)
)
