/** Where a card stands: in its first steps of minutes, reviewed at intervals of days, or in a step after a lapse. */
export type CardState = 'learning' | 'review' | 'relearning'

/** What FSRS knows of one learner's memory of one item in one direction: all that the next review needs. */
export interface Card {
  state: CardState
  /** Which of the steps of minutes comes next; 0 in `review`. */
  step: number
  /** Days after which it is recalled with a probability of 0.9. */
  stability: number
  /** 1 (easy) to 10. */
  difficulty: number
  /** When to review it next: an instant in ISO 8601, UTC, as the two below. */
  due: string
  lastReviewAt: string
  /** The learner's local day of the last review. */
  lastReviewDay: string
  /** Reviews so far. */
  reps: number
  /** How often it was forgotten after it had reached `review`. */
  lapses: number
}

/** Again, Hard, Good, Easy, as FSRS numbers them. */
export type Rating = 1 | 2 | 3 | 4

/** One review: what was remembered, when, and on which local day of the learner's, as stored with the event. */
export interface Review {
  rating: Rating
  /** An instant in ISO 8601, to the millisecond. */
  at: string
  day: string
}
