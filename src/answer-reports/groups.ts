import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { AnswerGroup, ReportState } from './schemas.ts'

/** Of so many latest reports the comments are shown, and at most so many comments. */
const REPORTS_READ = 50
const COMMENTS = 3

/** Where a page of groups ended. */
export interface GroupPlace {
  learners: number
  id: string
}

/** The groups of a course in a state, those that most learners report first, after the place `after`; `limit + 1` of them. */
export const listGroups = async (
  db: Db,
  courseId: string,
  state: ReportState,
  after: GroupPlace | undefined,
  limit: number
): Promise<AnswerGroup[]> => {
  const { learners, id } = after ?? { learners: 2_147_483_647, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  return (await selectGroups(db, courseId, state, learners, id, limit + 1)).map(asGroup)
}

/** A group of a course's, or `undefined`. */
export async function findGroup(db: Db, courseId: string, id: string): Promise<AnswerGroup | undefined> {
  const [row] = await selectGroup(db, courseId, id)
  return row && asGroup(row)
}

type GroupRow = Omit<AnswerGroup, 'side' | 'state' | 'comments'> & {
  side: string
  state: string
  comments: { comment: string | null }[]
}

const asGroup = ({ comments, ...row }: GroupRow) =>
  ({ ...row, comments: comments.map(({ comment }) => comment) }) as AnswerGroup

const groups = (db: Db) =>
  db
    .selectFrom('answer_groups')
    .innerJoin('items', 'items.id', 'answer_groups.item_id')
    .select(['answer_groups.id', 'answer_groups.item_id as item', 'answer_groups.side', 'answer_groups.answer'])
    .select(['items.target', 'items.source', 'answer_groups.state', 'answer_groups.learners'])
    .select(['answer_groups.first_reported_at as firstReportedAt', 'answer_groups.last_reported_at as lastReportedAt'])
    .select('answer_groups.decided_at as decidedAt')
    .select((group) =>
      jsonArrayFrom(
        group
          .selectFrom(
            group
              .selectFrom('answer_reports')
              .select(['id', 'comment'])
              .whereRef('answer_reports.group_id', '=', 'answer_groups.id')
              .orderBy('id', 'desc')
              .limit(sql.lit(REPORTS_READ))
              .as('latest')
          )
          .select('latest.comment')
          .where('latest.comment', 'is not', null)
          .orderBy('latest.id', 'desc')
          .limit(sql.lit(COMMENTS))
      ).as('comments')
    )

const selectGroups = compiled((db, courseId: string, state: string, learners: number, id: string, limit: number) =>
  groups(db)
    .where('answer_groups.course_id', '=', courseId)
    .where('answer_groups.state', '=', state)
    .where(sql<boolean>`(answer_groups.learners, answer_groups.id) < (${learners}, ${id}::uuid)`)
    .orderBy('answer_groups.learners', 'desc')
    .orderBy('answer_groups.id', 'desc')
    .limit(limit)
)

const selectGroup = compiled((db, courseId: string, id: string) =>
  groups(db).where('answer_groups.course_id', '=', courseId).where('answer_groups.id', '=', id)
)
