import type { Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { correctAnswer } from '../learning/correction.ts'
import type { Answer } from '../learning/exercises/answer.ts'
import { gradeAnswer } from '../learning/exercises/grade.ts'
import type { ExerciseKey } from '../learning/exercises/schemas.ts'
import { notify } from '../notifications/notifications.ts'

/**
 * Judges a learner's wrong answers of a group again, each by the key that it was judged by and the form that is accepted
 * now. What is right by that is corrected, with its progress and XP, and the learner is told; all of it once, however often
 * this runs. Gives how many were corrected.
 */
export function rejudgeLearner(
  db: Db,
  userId: string,
  { groupId, form }: { groupId: string; form: string },
  now: Temporal.Instant
): Promise<number> {
  return transaction(db, async (trx) => {
    // No answer or completion of this learner's and no other rejudging meanwhile.
    await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
    let corrected = 0
    for (const attempt of await wrongAttempts(trx, userId, groupId)) {
      const answer = attempt.answer as string
      const verdict = gradeAnswer(withForm(attempt.key as ExerciseKey, form, answer), answer as Answer)
      if (verdict.verdict === 'wrong') continue
      const xp = await correctAnswer(trx, { userId, groupId, ...attempt }, verdict, now)
      if (xp === undefined) continue
      const { course, sessionId: session, number: exercise } = attempt
      await notify(trx, userId, { kind: 'answer-accepted', data: { course, session, exercise, answer, xp } }, now)
      corrected++
    }
    return corrected
  })
}

const wrongAttempts = (trx: Transaction<Database>, userId: string, groupId: string) =>
  trx
    .selectFrom('answers')
    .innerJoin('study_exercises', (join) =>
      join
        .onRef('study_exercises.user_id', '=', 'answers.user_id')
        .onRef('study_exercises.session_id', '=', 'answers.session_id')
        .onRef('study_exercises.number', '=', 'answers.number')
    )
    .innerJoin('study_sessions', (join) =>
      join.onRef('study_sessions.user_id', '=', 'answers.user_id').onRef('study_sessions.id', '=', 'answers.session_id')
    )
    .innerJoin('courses', 'courses.id', 'study_sessions.course_id')
    .select(['answers.session_id as sessionId', 'answers.number', 'answers.answer', 'study_exercises.key'])
    .select(['study_exercises.item_ids as itemIds', 'courses.id as courseId', 'courses.slug as course'])
    .where('answers.user_id', '=', userId)
    .where('answers.group_id', '=', groupId)
    .orderBy('answers.answered_at')
    .orderBy('answers.session_id')
    .orderBy('answers.number')
    .execute()

/** The key with one answer more: the form, or of a sentence with a gap, which the form is as a whole, the word given. */
function withForm(key: ExerciseKey, form: string, answer: string): ExerciseKey {
  if (key.kind !== 'type' && key.kind !== 'fill') return key
  const more = key.kind === 'fill' ? answer : form
  return { ...key, typed: { ...key.typed, accepted: [...key.typed.accepted, more] } }
}
