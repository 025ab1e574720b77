import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Side } from '../../courses/document.ts'
import { compiled } from '../../database/compiled.ts'
import type { Database, Db } from '../../database/database.ts'
import { transaction } from '../../database/transaction.ts'
import type { Answer } from '../exercises/answer.ts'
import type { Exercise, ExerciseKey } from '../exercises/schemas.ts'
import { INTERRUPTED_MS } from '../reviews/rating.ts'
import type { Verdict } from '../verdict.ts'
import { addTally } from './aggregates.ts'
import { type CountedAnswer, negative, tally } from './tally.ts'
import { wrongAnswerOf } from './wrong-answer.ts'

/** Few enough that the server does not stop over them. */
const BATCH = 200

/**
 * Adds to the statistics all answers that are not in them, a batch in a transaction, until there are none or the signal is
 * aborted. Any number of instances may do so at once, and die over it: each answer is counted with the mark that says so.
 * Gives how many it counted.
 */
export async function countAnswers(db: Db, signal?: AbortSignal): Promise<number> {
  let counted = 0
  while (!signal?.aborted) {
    const batch = await transaction(db, countBatch)
    counted += batch
    if (batch < BATCH) break
  }
  return counted
}

/** Takes an answer out of the statistics if it is in them: to be called before another takes its place. */
export async function uncountAnswer(
  trx: Transaction<Database>,
  userId: string,
  sessionId: string,
  number: number
): Promise<void> {
  const rows = await unmarkAnswer(trx, userId, sessionId, number)
  if (rows.length > 0) await addTally(trx, negative(tally(rows.map(asCounted))))
}

async function countBatch(trx: Transaction<Database>): Promise<number> {
  const rows = await claimAnswers(trx, BATCH)
  if (rows.length > 0) await addTally(trx, tally(rows.map(asCounted)))
  return rows.length
}

interface AnswerRow {
  userId: string
  courseId: string
  kind: string
  correct: boolean
  durationMs: number | null
  itemIds: string[]
  /** Of pairs. */
  diff: Verdict['diff'] | null
  /** Of a wrong answer, as the two below. */
  exercise: Exercise | null
  key: ExerciseKey | null
  answer: Answer | null
  target: string
  source: string
}

function asCounted({ userId, courseId, kind, correct, durationMs, itemIds, ...row }: AnswerRow): CountedAnswer {
  const { diff, exercise, key, answer, target, source } = row
  const languages: Record<Side, string> = { target, source }
  return {
    userId,
    courseId,
    kind,
    correct,
    durationMs: durationMs !== null && durationMs < INTERRUPTED_MS ? durationMs : null,
    items: itemIds.map((id, i) => ({ id, known: diff ? diff[i]?.kind === 'equal' : correct })),
    wrongAnswer:
      exercise && key && answer !== null ? wrongAnswerOf(exercise, key, itemIds, answer, languages) : undefined
  }
}

/** What is counted of the answers that a statement, `marked`, has marked as counted, or as not. */
const countedOf = (marked: RawBuilder<unknown>) => sql<AnswerRow>`
  with marked as (
    ${marked}
    returning
      answers.user_id, answers.session_id, answers.number, answers.correct, answers.answer, answers.verdict,
      answers.duration_ms
  )
  select
    marked.user_id as "userId", session.course_id as "courseId", exercise.exercise->>'kind' as kind,
    marked.correct, marked.duration_ms as "durationMs", exercise.item_ids as "itemIds",
    case when exercise.exercise->>'kind' = 'match' then marked.verdict->'diff' end as diff,
    case when not marked.correct then exercise.exercise end as exercise,
    case when not marked.correct then exercise.key end as key,
    case when not marked.correct then marked.answer end as answer,
    course.target_code as target, course.source_code as source
  from marked
  join study_exercises as exercise
    on exercise.user_id = marked.user_id and exercise.session_id = marked.session_id
    and exercise.number = marked.number
  join study_sessions as session on session.user_id = marked.user_id and session.id = marked.session_id
  join courses as course on course.id = session.course_id`

/** Those that another instance has at hand are skipped; should it die, they come again. */
const claimAnswers = compiled((_db, limit: number) =>
  countedOf(sql`
    update answers set counted = true from (
      select user_id, session_id, number from answers where not counted
      order by user_id limit ${limit} for update skip locked
    ) as batch
    where answers.user_id = batch.user_id and answers.session_id = batch.session_id and answers.number = batch.number`)
)

const unmarkAnswer = compiled((_db, userId: string, sessionId: string, number: number) =>
  countedOf(sql`
    update answers set counted = false
    where user_id = ${userId} and session_id = ${sessionId} and number = ${number} and counted`)
)
