import { sql, type Transaction } from 'kysely'
import { compiled } from '../../database/compiled.ts'
import type { Database } from '../../database/database.ts'
import type { ItemTally, LearnerTally, Tally, WrongAnswerTally } from './tally.ts'

/** Adds to the statistics. Rows are locked in the order of their keys, so that two who do so at once wait in turn. */
export async function addTally(trx: Transaction<Database>, { learners, items, wrongAnswers }: Tally): Promise<void> {
  await addLearners(trx, JSON.stringify(learners))
  await noteChange(trx, [...new Set(learners.map(({ userId }) => userId))])
  await addItems(trx, JSON.stringify(items))
  if (wrongAnswers.length > 0) await addWrongAnswers(trx, JSON.stringify(wrongAnswers))
}

/** A wrong answer that is right by now, and what it was counted under. */
export interface TurnedAnswer {
  userId: string
  sessionId: string
  number: number
  courseId: string
  itemIds: readonly string[]
  groupId: string
}

/** Takes a wrong answer out of the statistics, where it is counted already, and puts it in again as a right one. */
export async function countAsRight(trx: Transaction<Database>, turned: TurnedAnswer): Promise<void> {
  const { userId, sessionId, number, courseId, itemIds, groupId } = turned
  await turnLearner(trx, userId, sessionId, number, courseId)
  await noteChange(trx, [userId])
  await turnItems(trx, courseId, itemIds)
  await turnWrongAnswer(trx, courseId, itemIds, groupId)
}

const addLearners = compiled(
  (_db, rows: string) => sql<LearnerTally>`
    insert into learner_statistics as sum (user_id, course_id, kind, answers, correct, duration_ms)
    select "userId", "courseId", kind, answers, correct, "durationMs"
    from jsonb_to_recordset(${rows}::jsonb) as row
      ("userId" uuid, "courseId" uuid, kind text, answers int, correct int, "durationMs" bigint)
    order by "userId", "courseId", kind
    on conflict (user_id, course_id, kind) do update set
      answers = sum.answers + excluded.answers,
      correct = sum.correct + excluded.correct,
      duration_ms = sum.duration_ms + excluded.duration_ms`
)

/** Has the retention of learners measured again. */
const noteChange = compiled(
  (_db, userIds: string[]) => sql`
    insert into learner_retention as retention (user_id, changes)
    select id, 1 from unnest(${userIds}::uuid[]) as learner(id) order by id
    on conflict (user_id) do update set changes = retention.changes + 1`
)

const addItems = compiled(
  (_db, rows: string) => sql<ItemTally>`
    insert into item_statistics as sum (course_id, item_id, attempts, wrong)
    select "courseId", "itemId", attempts, wrong
    from jsonb_to_recordset(${rows}::jsonb) as row ("courseId" uuid, "itemId" uuid, attempts int, wrong int)
    order by "courseId", "itemId"
    on conflict (course_id, item_id) do update set
      attempts = sum.attempts + excluded.attempts,
      wrong = sum.wrong + excluded.wrong`
)

const addWrongAnswers = compiled(
  (_db, rows: string) => sql<WrongAnswerTally>`
    insert into item_wrong_answers as sum (course_id, item_id, group_id, side, answer, times)
    select "courseId", "itemId", "groupId", side, form, times
    from jsonb_to_recordset(${rows}::jsonb) as row
      ("courseId" uuid, "itemId" uuid, "groupId" uuid, side text, form text, times int)
    order by "courseId", "itemId", "groupId"
    on conflict (course_id, item_id, group_id) do update set times = sum.times + excluded.times`
)

const turnLearner = compiled(
  (_db, userId: string, sessionId: string, number: number, courseId: string) => sql`
    update learner_statistics as sum set correct = sum.correct + 1
    from study_exercises as exercise
    where exercise.user_id = ${userId} and exercise.session_id = ${sessionId} and exercise.number = ${number}
      and sum.user_id = ${userId} and sum.course_id = ${courseId} and sum.kind = exercise.exercise->>'kind'`
)

const turnItems = compiled(
  (_db, courseId: string, itemIds: readonly string[]) => sql`
    update item_statistics set wrong = wrong - 1 where course_id = ${courseId} and item_id = any(${itemIds}::uuid[])`
)

const turnWrongAnswer = compiled(
  (_db, courseId: string, itemIds: readonly string[], groupId: string) => sql`
    update item_wrong_answers set times = times - 1
    where course_id = ${courseId} and item_id = any(${itemIds}::uuid[]) and group_id = ${groupId}`
)
