import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { tidy } from '../language/normalise.ts'
import { type ProposedForm, proposedForm } from '../learning/answer-group.ts'
import type { Answer } from '../learning/exercises/answer.ts'
import type { Exercise, ExerciseKey } from '../learning/exercises/schemas.ts'
import { acceptedAs, findForms } from './accepted-as.ts'
import { findReport, insertReport, selectAttempt } from './report-queries.ts'
import type { AnswerReport, NewAnswerReport } from './schemas.ts'
import { settleAccepted } from './settle.ts'

/**
 * Reports that a learner's own answer, judged wrong, should be accepted. Once more it changes nothing but the comment,
 * while nobody has decided. What the course accepts by now is accepted at once. Throws `NotFound`, and `Conflict` where
 * there is no wrong answer that could be accepted.
 */
export async function reportAnswer(
  db: Db,
  userId: string,
  { session, exercise, comment }: NewAnswerReport,
  now: Temporal.Instant,
  signal?: AbortSignal
): Promise<{ report: AnswerReport; created: boolean }> {
  const said = tidy(comment ?? '') || null
  const earlier = await findReport(db, userId, session, exercise)
  if (earlier) return { report: await withComment(db, userId, earlier, said), created: false }

  const [attempt] = await selectAttempt(db, userId, session, exercise)
  if (!attempt) throw new NotFound(`You have no study session ${session} with an exercise ${exercise}`)
  const proposed = reportable(attempt)
  const created = await transaction(
    db,
    async (trx) => {
      const values = [session, exercise, uuidv7(), attempt.answer as string, said, attempt.courseId] as const
      const inserted = await insertReport(
        trx,
        userId,
        ...values,
        proposed.groupId,
        proposed.itemId,
        proposed.side,
        proposed.form,
        now.toString()
      )
      if (inserted.length === 0) return false
      const { forms, language } = (await findForms(trx, proposed.itemId, proposed.side)) ?? {}
      const form = forms && acceptedAs(forms, language!, proposed)
      if (form !== undefined) await settleAccepted(trx, proposed.groupId, form, now)
      return true
    },
    signal
  )
  return { report: (await findReport(db, userId, session, exercise))!, created }
}

/** What an attempt proposes; throws `Conflict` where it proposes nothing. */
function reportable(attempt: {
  exercise: unknown
  key: unknown
  itemIds: string[]
  answer: unknown
  correct: boolean | null
}): ProposedForm {
  const exercise = attempt.exercise as Exercise
  if (attempt.correct === null) throw new Conflict('This exercise is not answered yet')
  if (attempt.correct) throw new Conflict('This answer was judged right')
  if (exercise.kind !== 'type' && exercise.kind !== 'fill') {
    throw new Conflict(`Only typed answers can be reported; this exercise has another kind, ${exercise.kind}`)
  }
  const proposed = proposedForm(exercise, attempt.key as ExerciseKey, attempt.itemIds, attempt.answer as Answer)
  if (!proposed) throw new Conflict('This answer has no word, or more of them than an accepted answer could have')
  return proposed
}

async function withComment(db: Db, userId: string, report: AnswerReport, comment: string | null) {
  if (comment === null || comment === report.comment) return report
  const { numUpdatedRows } = await db
    .updateTable('answer_reports')
    .set({ comment })
    .where('user_id', '=', userId)
    .where('session_id', '=', report.session)
    .where('number', '=', report.exercise)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows > 0n ? { ...report, comment } : report
}
