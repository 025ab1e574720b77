import type { Token } from '../../language/tokens.ts'
import type { Alignment } from './align.ts'
import type { Matcher } from './match.ts'
import { SLIPS_ONLY, WRONG } from './outcome.ts'

/** An accepted answer, as text and as tokens. */
export interface Candidate {
  text: string
  tokens: readonly Token[]
}

export interface Comparison extends Alignment {
  candidate: Candidate
}

/** Sets an answer against a candidate; undefined when it would cost more than `limit`. */
export type Compare = (given: readonly Token[], candidate: Candidate, limit?: number) => Comparison | undefined

/** The candidate that the answer is but for forgiven slips, with the least of them; of equals the first. */
export function forgivenAs(
  given: readonly Token[],
  candidates: readonly Candidate[],
  compare: Compare
): Comparison | undefined {
  const length = lengthOf(given)
  let best: Comparison | undefined
  for (const candidate of candidates) {
    const typos = typosForgiven(candidate.tokens)
    // Only typos change the number of letters, each by two at most.
    if (Math.abs(lengthOf(candidate.tokens) - length) > 2 * typos) continue
    const comparison = compare(given, candidate, best ? best.cost - 1 : SLIPS_ONLY)
    if (comparison && typosIn(comparison) <= typos) best = comparison
    if (best?.cost === 0) break
  }
  return best
}

/** One typo is forgiven in an answer, and one more for every five words expected. */
const typosForgiven = (expected: readonly Token[]): number => 1 + Math.floor(expected.length / 5)

const typosIn = ({ steps }: Alignment): number => steps.filter((step) => step.match.notes.includes('typo')).length

const lengthOf = (tokens: readonly Token[]): number => tokens.reduce((sum, token) => sum + token.points.length, 0)

// Some twenty comparisons of sentences with ten words each, five of those with twenty.
const MOST_CELLS = 2_000
// Two hundred sentences of twenty words, all of them different, against another.
const MOST_PAIRS = 80_000

/**
 * The candidate nearest to a wrong answer; of equals the first. They are tried in the order of what they must cost at
 * least, until the rest cannot be nearer, or until the work is as much as an answer may cause.
 */
export function nearestTo(
  given: readonly Token[],
  candidates: readonly Candidate[],
  match: Matcher,
  compare: Compare
): Comparison {
  const words = [...new Set(given)]
  let pairs = 0
  const leastCosts: number[] = []
  const leastCost = (token: Token) => {
    const known = leastCosts[token.id]
    if (known !== undefined) return known
    // Where looking would take too long, nothing is the least that a word is known to cost.
    if (pairs > MOST_PAIRS) return 0
    pairs += words.length
    const least = words.reduce((least, word) => Math.min(least, match.word(word, token).cost), WRONG.cost)
    leastCosts[token.id] = least
    return least
  }
  const surplus = (tokens: readonly Token[]) => Math.max(0, given.length - tokens.length) * WRONG.cost
  // Costs are whole numbers: the fraction prefers the first of equals.
  const ranked = candidates
    .map((candidate, index) => ({ candidate, fraction: index / candidates.length }))
    .map(({ candidate, fraction }) => ({
      candidate,
      fraction,
      atLeast: candidate.tokens.reduce((sum, token) => sum + leastCost(token), surplus(candidate.tokens)) + fraction
    }))
    .sort((a, b) => a.atLeast - b.atLeast)

  let best: { comparison: Comparison; rank: number } | undefined
  let cells = 0
  for (const { candidate, fraction, atLeast } of ranked) {
    if (best && (atLeast > best.rank || cells > MOST_CELLS)) break
    cells += given.length * candidate.tokens.length
    const comparison = compare(given, candidate, best?.comparison.cost)
    if (!comparison) continue
    const rank = comparison.cost + fraction
    if (!best || rank < best.rank) best = { comparison, rank }
  }
  return best!.comparison
}
