import type { Verdict } from '../verdict.ts'
import type { Rating } from './card.ts'

/**
 * From how many milliseconds on a right answer was a slow one: two to three times what it takes to read the exercise and
 * to answer it without having to think.
 */
const SLOW_MS = {
  choose: 15_000,
  fill: 20_000,
  listen: 30_000,
  type: 45_000,
  arrange: 45_000,
  match: 60_000
} as const

/** In ms: from here on the learner was interrupted, so that the time says nothing of their memory. */
export const INTERRUPTED_MS = 300_000

/**
 * How well an answer shows that its item is remembered: wrong is Again (1); right, but with a typo or slow, is Hard (2);
 * right is Good (3). Slips of case, punctuation, accents and spaces do not count, nor does a time that is not known or is
 * five minutes or more. Easy (4) is never given: no answer shows it.
 */
export function ratingOf(
  { verdict, notes }: Pick<Verdict, 'verdict' | 'notes'>,
  durationMs: number | undefined,
  kind: keyof typeof SLOW_MS
): Rating {
  if (verdict === 'wrong') return 1
  const slow = durationMs !== undefined && durationMs >= SLOW_MS[kind] && durationMs < INTERRUPTED_MS
  return slow || notes.includes('typo') ? 2 : 3
}
