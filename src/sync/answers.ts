import type { Db } from '../database/database.ts'
import { answerExercise } from '../learning/answering.ts'
import { type Answer, isSameAnswer } from '../learning/exercises/answer.ts'
import { type Known, sessionOf } from './known.ts'
import { checkOccurrence, readOccurrence } from './occurred.ts'
import { EventRefused } from './refusals.ts'
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
  const answer = event.answer as Answer
  const at = readOccurrence(event)
  const earlier = session.answers.get(event.exercise)
  if (earlier && isSameAnswer(earlier.answer, answer)) return { status: 'already', verdict: earlier.verdict }
  if (earlier) {
    throw new EventRefused('Conflict', 'This exercise has been answered already, with another answer', 409)
  }
  checkOccurrence(event, at, receivedAt)
  const given = { answer, durationMs: event.durationMs, timeZone: event.timeZone ?? session.packedTimeZone }
  const { verdict, created } = await answerExercise(db, userId, event.session, event.exercise, given, at)
  session.answers.set(event.exercise, { answer, verdict, answeredAt: at.toString() })
  return { status: created ? 'applied' : 'already', verdict }
}
