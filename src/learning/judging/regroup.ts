import type { Token } from '../../language/tokens.ts'
import { type Match, slip } from './match.ts'

// Honest answers take some ten thousand; only letters repeated without end take more.
const MOST_LETTERS = 200_000

/**
 * A function that tells where the same letters, cut into words otherwise, end together: `alot of` and `a lot of` from
 * their start. Once it has looked at as many letters as one judgement may, it finds no more.
 */
export function regrouping() {
  let letters = 0
  return (given: readonly Token[], i: number, expected: readonly Token[], j: number): [number, number] | undefined => {
    let left = given[i]!.key
    let right = expected[j]!.key
    if (left.length === right.length) return undefined
    for (let a = 0, b = 0; letters < MOST_LETTERS; letters++) {
      if (left.charCodeAt(a++) !== right.charCodeAt(b++)) return undefined
      if (a === left.length && b === right.length) return [i + 1, j + 1]
      if (a === left.length) {
        if (++i === given.length) return undefined
        left = given[i]!.key
        a = 0
      }
      if (b === right.length) {
        if (++j === expected.length) return undefined
        right = expected[j]!.key
        b = 0
      }
    }
    return undefined
  }
}

/** Cut otherwise by a space, or only by a hyphen or apostrophe: `dont` for `don't`. */
export function regrouped(given: readonly Token[], expected: readonly Token[], spaced: boolean): Match {
  if (!spaced) return slip([], true)
  const spaces = (tokens: readonly Token[]) => tokens.slice(1).filter((token) => !token.glued).length
  return slip([spaces(given) === spaces(expected) ? 'punctuation' : 'spacing'], false)
}
