import { withoutAccents } from '../../language/normalise.ts'
import type { Note } from '../verdict.ts'

/** What setting one piece of an answer against one of an accepted answer comes to. */
export interface Match {
  cost: number
  forgiven: boolean
  /** The same word, but for case and punctuation (and accents where they are ignored). */
  equal: boolean
  notes: readonly Note[]
}

/** A word that is wrong, missing or extra. */
export const WRONG: Match = { cost: 1_000_000, forgiven: false, equal: false, notes: [] }
/** A slip that is not forgiven, or not in so short a word: nearer than other words, so that the diff pairs the two. */
export const NEAR_MISS: Match = { ...WRONG, cost: 500_000 }
// All slips of the longest answer together cost less.
export const SLIPS_ONLY = NEAR_MISS.cost - 1
const COSTS: Record<Note, number> = { case: 1, punctuation: 1, accent: 10, typo: 100, spacing: 10 }

export const NOTES = Object.keys(COSTS) as Note[]

/** A forgiven match with these notes. */
export function slip(notes: readonly Note[], equal: boolean): Match {
  return { cost: notes.reduce((sum, note) => sum + COSTS[note], 0), forgiven: true, equal, notes }
}

/** The note on two words that are the same but for case, and for accents perhaps. */
export const caseOf = (given: string, expected: string): Note[] =>
  withoutAccents(given) === withoutAccents(expected) ? [] : ['case']
