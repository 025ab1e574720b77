import type { Db } from '../database/database.ts'
import { Conflict } from '../http/problem.ts'
import { answerExercise } from '../learning/answering.ts'
import { type Answer, isSameAnswer } from '../learning/exercises/answer.ts'
import { precedes, replaceAnswer } from '../learning/replacement.ts'
import type { Verdict } from '../learning/verdict.ts'
import { type Known, type KnownAnswer, sessionOf } from './known.ts'
import { checkOccurrence, readOccurrence } from './occurred.ts'
import type { AnswerEvent, SyncResult } from './schemas.ts'

/**
 * Judges and records an answer at the time when it was given. One that counts already gives its verdict again, however
 * long ago. Throws `EventRefused` and what `answerExercise` throws.
 */
export async function applyAnswer(
  db: Db,
  userId: string,
  known: Known,
  event: AnswerEvent,
  receivedAt: Temporal.Instant
): Promise<Pick<SyncResult, 'status' | 'verdict'>> {
  const session = sessionOf(known, event.session)
  const at = readOccurrence(event)
  const given = {
    answer: event.answer as Answer,
    durationMs: event.durationMs,
    timeZone: event.timeZone ?? session.packedTimeZone
  }
  const told = { answer: given.answer, answeredAt: at.toString() }
  const where = [db, userId, event.session, event.exercise] as const
  const standing = session.answers.get(event.exercise)
  // A packed session's keys are known before its answers, so nothing is gained by telling of an earlier one.
  const replaces = session.packedTimeZone !== undefined
  if (standing && !(replaces && precedes(told, standing))) return standAgainst(standing, given.answer)
  checkOccurrence(event, at, receivedAt)
  const result = await answerExercise(...where, given, at).catch((error) => {
    if (error instanceof Conflict) return error
    throw error
  })
  if (!(result instanceof Conflict) && result.created) return count(result.verdict)
  const verdict = replaces ? await replaceAnswer(...where, given, at) : undefined
  if (verdict) return count(verdict)
  if (result instanceof Conflict) throw result
  return { status: 'already', verdict: result.verdict }

  function count(verdict: Verdict): Pick<SyncResult, 'status' | 'verdict'> {
    session.answers.set(event.exercise, { ...told, verdict })
    return { status: 'applied', verdict }
  }
}

function standAgainst({ answer, verdict }: KnownAnswer, again: Answer): Pick<SyncResult, 'status' | 'verdict'> {
  if (isSameAnswer(answer, again)) return { status: 'already', verdict }
  throw new Conflict('This exercise has been answered already, with another answer')
}
