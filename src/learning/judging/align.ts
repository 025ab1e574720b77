import type { Token } from '../../language/tokens.ts'
import { type Match, type Matcher, slip, WRONG } from './match.ts'

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

/**
 * The cheapest way to set an answer against an accepted one, word by word in order; undefined when it would cost more
 * than `limit`. `spaced` tells whether a space in the wrong place is worth a note.
 */
export function align(
  given: readonly Token[],
  expected: readonly Token[],
  match: Matcher,
  spaced: boolean,
  limit = Number.POSITIVE_INFINITY
): Alignment | undefined {
  const shorter = Math.min(given.length, expected.length)
  let start = 0
  while (start < shorter && given[start] === expected[start]) start++
  let end = 0
  while (end < shorter - start && given.at(-1 - end) === expected.at(-1 - end)) end++

  const middle = alignAll(
    given.slice(start, given.length - end),
    expected.slice(start, expected.length - end),
    match,
    spaced,
    limit
  )
  if (!middle) return undefined
  const same = (tokens: readonly Token[]) =>
    tokens.map((token) => ({ given: [token], expected: [token], match: match(token, token) }))
  const steps = [...same(given.slice(0, start)), ...middle.steps, ...same(given.slice(given.length - end))]
  return { cost: middle.cost, steps }
}

/** Dynamic programming over the pairs of places in both texts that `limit` leaves within reach. */
function alignAll(
  given: readonly Token[],
  expected: readonly Token[],
  match: Matcher,
  spaced: boolean,
  limit: number
): Alignment | undefined {
  const width = expected.length + 1
  const last = (given.length + 1) * width - 1
  const costs = new Float64Array(last + 1).fill(Number.POSITIVE_INFINITY)
  const origins = new Int32Array(last + 1)
  let furthest = 0

  function reach(origin: number, i: number, j: number, cost: number) {
    const cell = i * width + j
    if (cost > limit || cost >= costs[cell]!) return
    costs[cell] = cost
    origins[cell] = origin
    furthest = Math.max(furthest, i)
  }

  reach(0, 0, 0, 0)
  for (let i = 0; i <= furthest; i++) {
    for (let j = 0; j < width; j++) {
      const origin = i * width + j
      const cost = costs[origin]!
      if (cost === Number.POSITIVE_INFINITY) continue
      const one = given[i]
      const other = expected[j]
      if (one && other) {
        reach(origin, i + 1, j + 1, cost + match(one, other).cost)
        const end = endOfRegrouped(given, i, expected, j)
        if (end) reach(origin, ...end, cost + regrouped(given.slice(i, end[0]), expected.slice(j, end[1]), spaced).cost)
      }
      if (other) reach(origin, i, j + 1, cost + WRONG.cost)
      if (one) reach(origin, i + 1, j, cost + WRONG.cost)
    }
  }

  const cost = costs[last]!
  if (cost === Number.POSITIVE_INFINITY) return undefined
  const steps: Step[] = []
  for (let cell = last; cell > 0; cell = origins[cell]!) {
    const origin = origins[cell]!
    const left = given.slice(Math.floor(origin / width), Math.floor(cell / width))
    const right = expected.slice(origin % width, cell % width)
    steps.push({ given: left, expected: right, match: matchOf(left, right, match, spaced) })
  }
  return { cost, steps: steps.reverse() }
}

function matchOf(given: readonly Token[], expected: readonly Token[], match: Matcher, spaced: boolean): Match {
  if (given.length === 0 || expected.length === 0) return WRONG
  if (given.length === 1 && expected.length === 1) return match(given[0]!, expected[0]!)
  return regrouped(given, expected, spaced)
}

/** Cut otherwise by a space, or only by a hyphen or apostrophe: `dont` for `don't`. */
function regrouped(given: readonly Token[], expected: readonly Token[], spaced: boolean): Match {
  if (!spaced) return slip([], true)
  const spaces = (tokens: readonly Token[]) => tokens.slice(1).filter((token) => !token.glued).length
  return slip([spaces(given) === spaces(expected) ? 'punctuation' : 'spacing'], false)
}

/** Where the same letters, cut into words otherwise, end together: `alot of` and `a lot of` from their start. */
function endOfRegrouped(
  given: readonly Token[],
  i: number,
  expected: readonly Token[],
  j: number
): [number, number] | undefined {
  let left = given[i++]!.key
  let right = expected[j++]!.key
  if (left.length === right.length) return undefined
  while (left !== right) {
    if (!left.startsWith(right) && !right.startsWith(left)) return undefined
    const next = left.length < right.length ? given[i++] : expected[j++]
    if (!next) return undefined
    if (left.length < right.length) left += next.key
    else right += next.key
  }
  return [i, j]
}
