import type { Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict } from '../http/problem.ts'
import { proposedForm } from './answer-group.ts'
import { type Attempt, findAttempt } from './attempt.ts'
import { readLog, reviewKey } from './cards/log.ts'
import { cardOf } from './cards/stored-card.ts'
import { localDay } from './days.ts'
import { type Answer, isSameAnswer } from './exercises/answer.ts'
import { gradeAnswer } from './exercises/grade.ts'
import { replayItem } from './item-history.ts'
import { type Judged, recordAnswer } from './record-answer.ts'
import type { Card, Review } from './reviews/card.ts'
import { outcomesOf } from './reviews/outcomes.ts'
import { nextCard, replay } from './reviews/schedule.ts'
import type { Verdict } from './verdict.ts'

/** An answer, how long it took in ms, and the time zone it was given in where that is not the one of the profile. */
export interface GivenAnswer {
  answer: Answer
  durationMs?: number
  timeZone?: string
}

/** How often an answer is tried while others change its cards, before it makes them wait. */
const TRIES = 2

/**
 * Judges an answer given at an instant and records it with the reviews, cards and progress of its items: one read and one
 * statement that writes. The same answer again gives the same verdict and changes nothing (`created` is false). One that is
 * older than what its items have seen is sorted in where it belongs. Throws `NotFound`, `Conflict` for another answer, and
 * `AnswerMismatch` and `AnswerTooLong` for what cannot be an answer. A session completes only when everything in it is
 * answered, so none of its answers can come too late.
 */
export async function answerExercise(
  db: Db,
  userId: string,
  sessionId: string,
  number: number,
  given: GivenAnswer,
  at: Temporal.Instant
): Promise<{ verdict: Verdict; created: boolean }> {
  for (let turn = 1; turn <= TRIES; turn++) {
    const attempt = await findAttempt(db, userId, sessionId, number)
    if (attempt.verdict) return { verdict: earlierVerdict(attempt, given.answer), created: false }
    const judged = judge(attempt, given, at)
    if (isLate(attempt, judged.at)) break
    const cards = reviewsOf(judged).map((review, place) => {
      const { card } = attempt.items[place]!
      return nextCard(card ? cardOf(card) : undefined, review, attempt)
    })
    const recorded = await recordAnswer(db, userId, sessionId, number, attempt, { ...judged, cards })
    if (recorded) return { verdict: judged.verdict, created: true }
  }
  return transaction(db, (trx) => answerInTurn(trx, userId, sessionId, number, given, at))
}

/** The same with everything else that concerns the learner's cards waiting, and the cards made anew from their logs. */
async function answerInTurn(
  trx: Transaction<Database>,
  userId: string,
  sessionId: string,
  number: number,
  given: GivenAnswer,
  at: Temporal.Instant
): Promise<{ verdict: Verdict; created: boolean }> {
  await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
  const attempt = await findAttempt(trx, userId, sessionId, number)
  if (attempt.verdict) return { verdict: earlierVerdict(attempt, given.answer), created: false }
  const judged = judge(attempt, given, at)
  const { courseId, direction, itemIds } = attempt
  const cards: Card[] = []
  for (const [place, review] of reviewsOf(judged).entries()) {
    const log = await readLog(trx, userId, { courseId, itemId: itemIds[place]!, direction })
    cards.push(replay([...log, { ...review, key: reviewKey(sessionId, number) }], attempt)!)
  }
  await recordAnswer(trx, userId, sessionId, number, attempt, { ...judged, cards }, true)
  for (const itemId of itemIds.toSorted()) await replayItem(trx, userId, courseId, itemId)
  return { verdict: judged.verdict, created: true }
}

/** An answer to an attempt, judged, with all that is to be recorded of it but its cards. Throws what `gradeAnswer` throws. */
export function judge(
  { exercise, key, itemIds, ...learner }: Attempt,
  { answer, durationMs, timeZone = learner.timeZone }: GivenAnswer,
  at: Temporal.Instant
): Omit<Judged, 'cards'> {
  const verdict = gradeAnswer(key, answer)
  const proposed = verdict.verdict === 'wrong' ? proposedForm(exercise, key, itemIds, answer) : undefined
  return {
    answer,
    verdict,
    groupId: proposed?.groupId ?? null,
    durationMs,
    at: at.toString({ smallestUnit: 'millisecond' }),
    day: localDay(at, timeZone, learner.dayStartHour),
    timeZone,
    outcomes: outcomesOf(key, verdict, itemIds, durationMs)
  }
}

const reviewsOf = ({ outcomes, at, day }: Omit<Judged, 'cards'>): Review[] =>
  outcomes.map(({ rating }) => ({ rating, at, day }))

/** Whether one of the items has been seen since, or at the same moment, in whichever direction. */
const isLate = ({ items }: Attempt, at: string): boolean =>
  items.some(({ lastSeenAt }) => lastSeenAt !== null && Date.parse(lastSeenAt) >= Date.parse(at))

function earlierVerdict({ answer, verdict }: Attempt, again: Answer): Verdict {
  if (isSameAnswer(answer!, again)) return verdict!
  throw new Conflict('This exercise has been answered already, with another answer')
}
