import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { proposedForm } from './answer-group.ts'
import { type Answer, isSameAnswer } from './exercises/answer.ts'
import { gradeAnswer } from './exercises/grade.ts'
import type { Exercise, ExerciseKey } from './exercises/schemas.ts'
import type { Verdict } from './verdict.ts'

/**
 * Judges an answer and records it with the progress of its items: one read and one statement that writes. The same
 * answer again gives the same verdict and changes nothing. Throws `NotFound`, `Conflict` for another answer, and
 * `AnswerMismatch` and `AnswerTooLong` for what cannot be an answer. A session completes only when everything in it is
 * answered, so none of its answers can come too late.
 */
export async function answerExercise(
  db: Db,
  userId: string,
  sessionId: string,
  number: number,
  answer: Answer,
  now: Temporal.Instant
): Promise<Verdict> {
  const found = await findExercise(db, userId, sessionId, number)
  if (found.verdict) return earlierVerdict(found, answer)
  const { courseId, itemIds } = found
  const key = found.key as ExerciseKey
  const verdict = gradeAnswer(key, answer)
  const correct = verdict.verdict !== 'wrong'
  const proposed = correct ? undefined : proposedForm(found.exercise as Exercise, key, itemIds, answer)
  const recorded = await recordAnswer(
    db,
    userId,
    sessionId,
    number,
    JSON.stringify(answer),
    JSON.stringify(verdict),
    correct,
    proposed?.groupId ?? null,
    now.toString(),
    courseId,
    itemIds,
    rightItems(key, verdict, itemIds)
  )
  if (recorded.length > 0) return verdict
  // Another request was faster, with this answer or another.
  return earlierVerdict(await findExercise(db, userId, sessionId, number), answer)
}

/** For each item of an exercise, whether it was known: a `match` tells pair by pair, the others as a whole. */
const rightItems = (key: ExerciseKey, { verdict, diff }: Verdict, itemIds: string[]): boolean[] =>
  key.kind === 'match' ? diff.map(({ kind }) => kind === 'equal') : itemIds.map(() => verdict !== 'wrong')

async function findExercise(db: Db, userId: string, sessionId: string, number: number) {
  const [found] = await selectExercise(db, userId, sessionId, number)
  if (!found) throw new NotFound(`You have no study session ${sessionId} with an exercise ${number}`)
  return found
}

function earlierVerdict(found: { answer: unknown; verdict: unknown }, answer: Answer): Verdict {
  if (isSameAnswer(found.answer as Answer, answer)) return found.verdict as Verdict
  throw new Conflict('This exercise has been answered already, with another answer')
}

const selectExercise = compiled((db, userId: string, sessionId: string, number: number) =>
  db
    .selectFrom('study_exercises as exercise')
    .innerJoin('study_sessions as session', (join) =>
      join.onRef('session.user_id', '=', 'exercise.user_id').onRef('session.id', '=', 'exercise.session_id')
    )
    .leftJoin('answers', (join) =>
      join
        .onRef('answers.user_id', '=', 'exercise.user_id')
        .onRef('answers.session_id', '=', 'exercise.session_id')
        .onRef('answers.number', '=', 'exercise.number')
    )
    .select(['session.course_id as courseId', 'exercise.item_ids as itemIds', 'exercise.exercise', 'exercise.key'])
    .select(['answers.answer', 'answers.verdict'])
    .where('exercise.user_id', '=', userId)
    .where('exercise.session_id', '=', sessionId)
    .where('exercise.number', '=', number)
)

/** One statement, so that an answer is there with its progress or not at all; a row comes back if it was the first. */
const recordAnswer = compiled(
  (
    _db,
    userId: string,
    sessionId: string,
    number: number,
    answer: string,
    verdict: string,
    correct: boolean,
    groupId: string | null,
    now: string,
    courseId: string,
    itemIds: string[],
    rights: boolean[]
  ) => sql<{ number: number }>`
    with answered as (
      insert into answers (user_id, session_id, number, answer, verdict, correct, group_id, answered_at)
      values (
        ${userId}, ${sessionId}, ${number}, ${answer}::jsonb, ${verdict}::jsonb, ${correct}, ${groupId}::uuid,
        ${now}::timestamptz
      )
      on conflict do nothing
      returning number
    ), progress as (
      insert into item_progress as p (user_id, course_id, item_id, seen, correct, in_a_row, last_seen_at)
      select ${userId}, ${courseId}, item_id, 1, known::int, known::int, ${now}::timestamptz
      from answered, unnest(${itemIds}::uuid[], ${rights}::boolean[]) as item(item_id, known)
      order by item_id
      on conflict (user_id, course_id, item_id) do update set
        seen = p.seen + 1,
        correct = p.correct + excluded.correct,
        in_a_row = (p.in_a_row + 1) * excluded.in_a_row,
        last_seen_at = excluded.last_seen_at
    )
    select number from answered`
)
