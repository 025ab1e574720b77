/** What a flawless study session earns besides. */
const FLAWLESS_BONUS = 5

/**
 * XP of a completed study session: one for each right answer, and five more where none was wrong. Each repetition of the
 * same skill on a local day (`repetition` 0 is the first) earns half of the one before, rounded down.
 */
export function xpFor(correct: number, wrong: number, repetition: number): number {
  const full = correct + (wrong === 0 && correct > 0 ? FLAWLESS_BONUS : 0)
  return Math.floor(full / 2 ** repetition)
}
