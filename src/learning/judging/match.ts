import { editDistance, surelyApart } from '../../language/edit-distance.ts'
import { foldCase, withoutAccents, withoutVowelSigns, writingOf } from '../../language/normalise.ts'
import type { Token } from '../../language/tokens.ts'
import type { Note } from '../verdict.ts'
import { caseOf, type Match, NEAR_MISS, slip, WRONG } from './outcome.ts'
import { regrouped } from './regroup.ts'
import type { TypedKey } from './typed-key.ts'

/** How single words match, and how words do that have the same letters but for accents and are cut otherwise. */
export interface Matcher {
  word(given: Token, expected: Token): Match
  pieces(given: readonly Token[], expected: readonly Token[]): Match
}

/** One edit is a near miss even in words that may have none. */
const editsLookedFor = (expected: Token): number => Math.max(1, expected.allowance)

/**
 * How words match by the key's policy. A slip that makes another word which the course knows, or which an accepted answer
 * has, is no slip but a mistake. `accepted` gives the tokens of each accepted answer, and is asked for them only where a
 * word is nearly another.
 */
export function matcher(key: TypedKey, accepted: () => readonly (readonly Token[])[]): Matcher {
  const { spaced } = writingOf(key.language)
  let words: ReturnType<typeof knownWords> | undefined
  const known = () => (words ??= knownWords(key, accepted()))

  /** Two folded words that differ in accents alone. */
  function butForAccents(given: string, expected: string): Match {
    if (given === expected) return slip([], true)
    const unsigned = given === withoutVowelSigns(expected) || withoutVowelSigns(given) === expected
    if (key.accents === 'strict' || (known().keys.has(given) && !unsigned)) return NEAR_MISS
    return slip(key.accents === 'note' ? ['accent'] : [], key.accents === 'ignore')
  }

  function match(given: Token, expected: Token): Match {
    const marks: Note[] = given.marks === expected.marks ? [] : ['punctuation']
    if (given.key === expected.key) return slip(given.letters === expected.letters ? marks : [...marks, 'case'], true)

    const edits = editDistance(given.points, expected.points, editsLookedFor(expected))
    if (edits > expected.allowance) return edits === 1 ? NEAR_MISS : WRONG
    if (edits === 0) {
      const { forgiven, equal, notes } = butForAccents(given.key, expected.key)
      if (!forgiven) return NEAR_MISS
      return slip([...marks, ...notes, ...caseOf(given.letters, expected.letters)], equal)
    }
    if (known().bares.has(given.bare)) return NEAR_MISS
    const accents = editDistance([...given.key], [...expected.key], edits) > edits
    if (accents && key.accents === 'strict') return NEAR_MISS
    return slip([...marks, ...(accents && key.accents === 'note' ? (['accent'] as const) : []), 'typo'], false)
  }

  const matches: Match[][] = []
  return {
    word(given, expected) {
      const limit = editsLookedFor(expected)
      if (Math.abs(given.points.length - expected.points.length) > limit) return WRONG
      if (surelyApart(given.bits, expected.bits, limit)) return WRONG
      matches[expected.id] ??= []
      const row = matches[expected.id]!
      row[given.id] ??= match(given, expected)
      return row[given.id]!
    },
    pieces: (given, expected) => regrouped(given, expected, spaced, butForAccents)
  }
}

/** The words that no slip may make, folded, with and without their accents. */
function knownWords({ lookalikes, language }: TypedKey, accepted: readonly (readonly Token[])[]) {
  const { locale } = writingOf(language)
  const keys = new Set(lookalikes.map((word) => foldCase(word, locale)))
  const bares = new Set([...keys].map(withoutAccents))
  const seen: boolean[] = []
  for (const tokens of accepted) {
    for (const token of tokens) {
      if (seen[token.id]) continue
      seen[token.id] = true
      keys.add(token.key)
      bares.add(token.bare)
    }
  }
  return { keys, bares }
}
