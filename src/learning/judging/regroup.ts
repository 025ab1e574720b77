import { withoutAccents } from '../../language/normalise.ts'
import type { Token } from '../../language/tokens.ts'
import type { Note } from '../verdict.ts'
import { caseOf, type Match, NEAR_MISS, slip } from './outcome.ts'

// Honest answers take some ten thousand; only letters repeated without end take more.
const MOST_LETTERS = 50_000

/**
 * A function that tells where the same letters but for accents, cut into words otherwise, end together: `alot of` and
 * `a lot of` from their start. Once it has looked at as many letters as one judgement may, it finds no more.
 */
export function regrouping() {
  let letters = 0
  return (given: readonly Token[], i: number, expected: readonly Token[], j: number): [number, number] | undefined => {
    let left = given[i]!.bare
    let right = expected[j]!.bare
    if (left.length === right.length) return undefined
    for (let a = 0, b = 0; letters < MOST_LETTERS; letters++) {
      if (left.charCodeAt(a++) !== right.charCodeAt(b++)) return undefined
      if (a === left.length && b === right.length) return [i + 1, j + 1]
      if (a === left.length) {
        if (++i === given.length) return undefined
        left = given[i]!.bare
        a = 0
      }
      if (b === right.length) {
        if (++j === expected.length) return undefined
        right = expected[j]!.bare
        b = 0
      }
    }
    return undefined
  }
}

/**
 * What it comes to that words are cut otherwise: by a space, or only by a hyphen or apostrophe, as is `dont` for `don't`.
 * Accents may differ too, by `butForAccents`, but not where a space does: `porque` is not `por qué`.
 */
export function regrouped(
  given: readonly Token[],
  expected: readonly Token[],
  spaced: boolean,
  butForAccents: (given: string, expected: string) => Match
): Match {
  const [left, right] = [textOf(given, 'key'), textOf(expected, 'key')]
  const spaces = (tokens: readonly Token[]) => tokens.slice(1).filter((token) => !token.glued).length
  const moved = spaced && spaces(given) !== spaces(expected)
  if (moved && left !== right) return NEAR_MISS
  const words =
    left === right ? [] : cut(left, expected).map((piece, index) => butForAccents(piece, expected[index]!.key))
  if (words.some((word) => !word.forgiven)) return NEAR_MISS
  const notes: Note[] = spaced ? [moved ? 'spacing' : 'punctuation'] : []
  if (words.some((word) => word.notes.length > 0)) notes.push('accent')
  notes.push(...caseOf(textOf(given, 'letters'), textOf(expected, 'letters')))
  return slip(notes, !spaced && words.every((word) => word.equal))
}

const textOf = (tokens: readonly Token[], field: 'key' | 'letters'): string =>
  tokens.map((token) => token[field]).join('')

/** The letters cut into as many words of the same lengths, accents not counted. */
function cut(letters: string, words: readonly Token[]): string[] {
  const pieces = words.map(() => '')
  let word = 0
  let left = words[0]!.points.length
  for (const letter of letters) {
    const length = [...withoutAccents(letter)].length
    while (left < length && word < words.length - 1) left = words[++word]!.points.length
    pieces[word] += letter
    left -= length
  }
  return pieces
}
