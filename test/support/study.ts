import type { Db } from '../../src/database/database.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import type { Answer } from '../../src/learning/exercises/answer.ts'
import type { ExerciseKey } from '../../src/learning/exercises/schemas.ts'
import { startStudySession } from '../../src/learning/start.ts'
import type { NewStudySession, StudySession } from '../../src/learning/study-session.ts'
import { rightAnswer } from '../learning/exercises/support.ts'
import { DEMONSTRATION } from './learner.ts'

export { rightAnswer }

/** Asks for a lesson with every kind of exercise, which one of 30 always has. */
export const lesson: NewStudySession = { course: DEMONSTRATION, kind: 'lesson', skill: 'greetings', size: 30 }

/** What the server keeps of an exercise: its key, and the items that it practises. */
export interface Stored {
  number: number
  key: ExerciseKey
  itemIds: string[]
}

/** The stored exercises of a session, in order; sooner found among many where its learner is told. */
export async function storedExercises(db: Db, sessionId: string, userId?: string): Promise<Stored[]> {
  const rows = await db
    .selectFrom('study_exercises')
    .select(['number', 'key', 'item_ids as itemIds'])
    .where('session_id', '=', sessionId)
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId!))
    .orderBy('number')
    .execute()
  return rows as Stored[]
}

/** An answer of the kind's own shape that its key holds to be wrong. */
export function wrongAnswer(key: ExerciseKey): Answer {
  switch (key.kind) {
    case 'choose':
      return Object.keys(key.options).find((id) => id !== key.right)!
    case 'match':
      return key.pairs.map(({ left }, i): [string, string] => [left.id, key.pairs.at(i - 1)!.right.id])
    case 'arrange':
      return Object.keys(key.tiles).reverse()
    default:
      return 'xyzzy'
  }
}

/** A started session and its stored exercises. */
export async function startedSession(
  db: Db,
  userId: string,
  changes: Partial<NewStudySession> = {},
  now = Temporal.Now.instant()
): Promise<{ session: StudySession; exercises: Stored[] }> {
  const { session } = await startStudySession(db, userId, { ...lesson, ...changes }, now)
  return { session, exercises: await storedExercises(db, session.id) }
}

/** Answers exercises, rightly unless told otherwise. */
export async function answerAll(
  db: Db,
  userId: string,
  sessionId: string,
  exercises: readonly Stored[],
  answerOf: (key: ExerciseKey) => Answer = rightAnswer,
  at = () => Temporal.Now.instant()
): Promise<void> {
  for (const { number, key } of exercises) {
    await answerExercise(db, userId, sessionId, number, { answer: answerOf(key) }, at())
  }
}

/** A learner's progress with items, by the items' ids. */
export async function itemProgress(db: Db, userId: string) {
  const rows = await db.selectFrom('item_progress').selectAll().where('user_id', '=', userId).execute()
  return new Map(rows.map(({ item_id, seen, correct, in_a_row }) => [item_id, { seen, correct, inARow: in_a_row }]))
}
