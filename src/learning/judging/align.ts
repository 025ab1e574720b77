import type { Token } from '../../language/tokens.ts'
import type { Matcher } from './match.ts'
import { type Match, WRONG } from './outcome.ts'
import { regrouping } from './regroup.ts'
import { startTable } from './table.ts'

/** Words of an answer against those of an accepted one: one each, none on one side, or several if cut otherwise. */
export interface Step {
  given: readonly Token[]
  expected: readonly Token[]
  match: Match
}

export interface Alignment {
  cost: number
  steps: Step[]
}

// In cells: three hundred words against as many, which no exercise asks for.
const LARGEST_TABLE = 100_000

/** Sets an answer against an accepted one; undefined when it would cost more than `limit`. */
export type Align = (given: readonly Token[], expected: readonly Token[], limit?: number) => Alignment | undefined

/**
 * A function that finds the cheapest way to set an answer against an accepted one, word by word in order. For all the
 * comparisons of one judgement, since they share memory.
 */
export function aligner(match: Matcher): Align {
  const table = startTable()
  const endOfRegrouped = regrouping()

  const stepOf = (given: readonly Token[], expected: readonly Token[]): Step => ({
    given,
    expected,
    match: matchOf(given, expected)
  })

  function matchOf(given: readonly Token[], expected: readonly Token[]): Match {
    if (given.length === 0 || expected.length === 0) return WRONG
    if (given.length === 1 && expected.length === 1) return match.word(given[0]!, expected[0]!)
    return match.pieces(given, expected)
  }

  /** Dynamic programming over the pairs of places in both texts that `limit` leaves within reach. */
  function alignAll(given: readonly Token[], expected: readonly Token[], limit: number): Alignment | undefined {
    table.clear(given.length, expected.length, limit)
    table.reach(0, 0, 0, 0)
    for (let i = 0; i < table.rows(); i++) {
      for (let j = table.from(i); j <= table.to(i); j++) {
        const cost = table.cost(i, j)
        if (cost === Number.POSITIVE_INFINITY) continue
        const origin = i * (expected.length + 1) + j
        const one = given[i]
        const other = expected[j]
        if (one && other) {
          table.reach(origin, i + 1, j + 1, cost + match.word(one, other).cost)
          const end = endOfRegrouped(given, i, expected, j)
          if (end) {
            const step = match.pieces(given.slice(i, end[0]), expected.slice(j, end[1]))
            table.reach(origin, ...end, cost + step.cost)
          }
        }
        if (cost + WRONG.cost > limit) continue
        if (other) table.reach(origin, i, j + 1, cost + WRONG.cost)
        if (one) table.reach(origin, i + 1, j, cost + WRONG.cost)
      }
    }
    const path = table.path()
    if (!path) return undefined
    const steps = path.slice(1).map(([i, j], step) => {
      const [fromI, fromJ] = path[step]!
      return stepOf(given.slice(fromI, i), expected.slice(fromJ, j))
    })
    return { cost: table.cost(given.length, expected.length), steps }
  }

  /** Each word against the one in its place: for texts that are the same, or so long that to look for more would take too long. */
  function inOrder(given: readonly Token[], expected: readonly Token[]): Alignment {
    const steps = Array.from({ length: Math.max(given.length, expected.length) }, (_, place) =>
      stepOf(given.slice(place, place + 1), expected.slice(place, place + 1))
    )
    return { cost: steps.reduce((sum, { match }) => sum + match.cost, 0), steps }
  }

  return (given, expected, limit = Number.POSITIVE_INFINITY) => {
    const shorter = Math.min(given.length, expected.length)
    let start = 0
    while (start < shorter && given[start] === expected[start]) start++
    let end = 0
    while (end < shorter - start && given[given.length - 1 - end] === expected[expected.length - 1 - end]) end++
    const [left, right] = [given.slice(start, given.length - end), expected.slice(start, expected.length - end)]
    const tooMany = limit === Number.POSITIVE_INFINITY && left.length * right.length > LARGEST_TABLE
    const middle = tooMany ? inOrder(left, right) : alignAll(left, right, limit)
    if (!middle) return undefined
    const same = (tokens: readonly Token[]) => inOrder(tokens, tokens).steps
    const steps = [...same(given.slice(0, start)), ...middle.steps, ...same(given.slice(given.length - end))]
    return { cost: middle.cost, steps }
  }
}
