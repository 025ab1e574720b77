import { type CardInput, createEmptyCard, type FSRS } from 'ts-fsrs'
import { daysBetween } from '../days.ts'
import type { Card, CardState, Review } from './card.ts'
import { type ReviewSettings, scheduler } from './scheduler.ts'

const DAY_MS = 86_400_000

/** By the numbers that ts-fsrs has for them; 0 is a card without a review. */
const states: (CardState | undefined)[] = [undefined, 'learning', 'review', 'relearning']

/**
 * The card after a review; without a card, after its first. The time since the last review is counted in the learner's
 * local days, none where the day is the same or, after a flight, an earlier one. Only for a review that follows what the
 * card has seen (`follows`): any other makes a `replay` of the log necessary. Throws what `scheduler` throws.
 */
export function nextCard(card: Card | undefined, review: Review, settings: ReviewSettings): Card {
  return reviewed(scheduler(settings), card, review)
}

/** Whether a review is later than all that a card has seen, so that `nextCard` gives what a `replay` would. */
export function follows(review: Review, card: Card | undefined): boolean {
  return !card || Date.parse(review.at) > Date.parse(card.lastReviewAt)
}

/** A review of the log, with what tells it from every other: two entries of one key are one review. */
export interface LoggedReview extends Review {
  key: string
}

/** A review of a log, with the card as it was before and as it is after. */
export interface ReviewStep {
  review: LoggedReview
  before: Card | undefined
  after: Card
}

/**
 * The reviews of a card's log one after another, whatever their order and however often each is there. They count in the
 * order of time, those of the same millisecond in that of their keys. Throws what `scheduler` throws.
 */
export function* stepsOf(log: Iterable<LoggedReview>, settings: ReviewSettings): Generator<ReviewStep> {
  const fsrs = scheduler(settings)
  let before: Card | undefined
  for (const review of inOrder(log)) {
    const after = reviewed(fsrs, before, review)
    yield { review, before, after }
    before = after
  }
}

/** The reviews of a log in the order in which they count, each once. */
export function inOrder(log: Iterable<LoggedReview>): LoggedReview[] {
  const once = new Map(Array.from(log, (review) => [review.key, review]))
  return [...once.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.key < b.key ? -1 : 1))
}

/** The card after the last step of a log (`stepsOf`); `undefined` for an empty log. Throws what `scheduler` throws. */
export function replay(log: Iterable<LoggedReview>, settings: ReviewSettings): Card | undefined {
  let card: Card | undefined
  for (const { after } of stepsOf(log, settings)) card = after
  return card
}

/**
 * The probability, from 0 to 1, that a card is recalled on a local day of the learner's: its strength that day, and
 * before a review what FSRS predicts of its outcome. Throws what `scheduler` throws.
 */
export function retrievability(card: Card, day: string, settings: ReviewSettings): number {
  return scheduler(settings).forgetting_curve(daysSinceReview(card, day), card.stability)
}

/**
 * The probability that a card is recalled once so many times its stability has passed since its last review: the same for
 * all cards, so that they can be sorted by it. Throws what `scheduler` throws.
 */
export const recallAfter = (stabilities: number, settings: ReviewSettings): number =>
  scheduler(settings).forgetting_curve(stabilities, 1)

/** Whole local days since a card's last review, as FSRS counts them. */
export const daysSinceReview = (card: Card, day: string): number => Math.max(0, daysBetween(card.lastReviewDay, day))

function reviewed(fsrs: FSRS, card: Card | undefined, { rating, at, day }: Review): Card {
  const time = Date.parse(at)
  const { card: next } = fsrs.next(card ? known(card, time, day) : createEmptyCard(time), time, rating)
  return {
    state: states[next.state]!,
    step: next.learning_steps,
    stability: next.stability,
    difficulty: next.difficulty,
    due: next.due.toISOString(),
    lastReviewAt: new Date(time).toISOString(),
    lastReviewDay: day,
    reps: next.reps,
    lapses: next.lapses
  }
}

/** A card as ts-fsrs takes it, last reviewed so many times 24 hours ago: of itself it would count days in UTC. */
const known = (card: Card, time: number, day: string): CardInput => ({
  state: states.indexOf(card.state),
  learning_steps: card.step,
  stability: card.stability,
  difficulty: card.difficulty,
  due: card.due,
  last_review: time - daysSinceReview(card, day) * DAY_MS,
  reps: card.reps,
  lapses: card.lapses,
  // Told, but not used: what ts-fsrs gives up with its version 6, and the interval that `due` says.
  elapsed_days: 0,
  scheduled_days: 0
})
