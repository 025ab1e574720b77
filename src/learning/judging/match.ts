import { editDistance, surelyApart } from '../../language/edit-distance.ts'
import { foldCase, withoutAccents, writingOf } from '../../language/normalise.ts'
import type { Token } from '../../language/tokens.ts'
import type { Note } from '../verdict.ts'
import type { TypedKey } from './typed-key.ts'

/** What setting one piece of an answer against one of an accepted answer comes to. */
export interface Match {
  cost: number
  forgiven: boolean
  /** The same word, but for case and punctuation (and accents where they are ignored). */
  equal: boolean
  notes: readonly Note[]
}

export type Matcher = (given: Token, expected: Token) => Match

/** A word that is wrong, missing or extra. */
export const WRONG: Match = { cost: 1_000_000, forgiven: false, equal: false, notes: [] }
/** A slip that is not forgiven, or not in so short a word: nearer than other words, so that the diff pairs the two. */
const NEAR_MISS: Match = { ...WRONG, cost: 500_000 }
// All slips of the longest answer together cost less.
export const SLIPS_ONLY = NEAR_MISS.cost - 1
/** One edit is a near miss even in words that may have none. */
const editsLookedFor = (expected: Token): number => Math.max(1, expected.allowance)
const COSTS: Record<Note, number> = { case: 1, punctuation: 1, accent: 10, typo: 100, spacing: 10 }

export const NOTES = Object.keys(COSTS) as Note[]

/** A forgiven match with these notes. */
export function slip(notes: Note[], equal: boolean): Match {
  return { cost: notes.reduce((sum, note) => sum + COSTS[note], 0), forgiven: true, equal, notes }
}

/**
 * How single words match by the key's policy. A slip that makes another word which the course knows, or which an
 * accepted answer has, is no slip but a mistake. `accepted` gives the tokens of all accepted answers, and is asked for
 * them only where a word is nearly another.
 */
export function matcher(key: TypedKey, accepted: () => readonly Token[]): Matcher {
  let known: ReturnType<typeof knownWords> | undefined

  function match(given: Token, expected: Token): Match {
    const marks: Note[] = given.marks === expected.marks ? [] : ['punctuation']
    if (given.key === expected.key) return slip(given.letters === expected.letters ? marks : [...marks, 'case'], true)

    const { allowance } = expected
    const limit = editsLookedFor(expected)
    const edits = editDistance(given.points, expected.points, limit)
    if (edits > allowance) return edits === 1 ? NEAR_MISS : WRONG
    known ??= knownWords(key, accepted())
    if (edits === 0 ? known.keys.has(given.key) : known.bares.has(given.bare)) return NEAR_MISS
    const accents = edits === 0 || editDistance([...given.key], [...expected.key], edits) > edits
    if (accents && key.accents === 'strict') return NEAR_MISS

    const notes = marks
    if (accents && key.accents === 'note') notes.push('accent')
    if (edits > 0) notes.push('typo')
    else if (withoutAccents(given.letters) !== withoutAccents(expected.letters)) notes.push('case')
    return slip(notes, edits === 0 && key.accents === 'ignore')
  }

  const matches: Match[][] = []
  return (given, expected) => {
    if (surelyApart(given.bits, expected.bits, editsLookedFor(expected))) return WRONG
    matches[expected.id] ??= []
    const row = matches[expected.id]!
    row[given.id] ??= match(given, expected)
    return row[given.id]!
  }
}

/** The words that no slip may make, folded, with and without their accents. */
function knownWords({ lookalikes, language }: TypedKey, accepted: readonly Token[]) {
  const { locale } = writingOf(language)
  const keys = new Set(lookalikes.map((word) => foldCase(word, locale)))
  const bares = new Set([...keys].map(withoutAccents))
  const seen: boolean[] = []
  for (const { id, key, bare } of accepted) {
    if (seen[id]) continue
    seen[id] = true
    keys.add(key)
    bares.add(bare)
  }
  return { keys, bares }
}
