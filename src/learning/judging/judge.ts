import { tidy, writingOf } from '../../language/normalise.ts'
import { hasWord, type Token, tokenReader } from '../../language/tokens.ts'
import type { Note, Reason, Verdict } from '../verdict.ts'
import { aligner, type Step } from './align.ts'
import { diffOf } from './diff.ts'
import { matcher } from './match.ts'
import { type Candidate, type Compare, type Comparison, forgivenAs, nearestTo } from './nearest.ts'
import { NOTES } from './outcome.ts'
import type { TypedKey } from './typed-key.ts'

/** UTF-16 code units. */
export const LONGEST_ANSWER = 2000

/** The answer has more than `LONGEST_ANSWER` characters. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
  readonly statusCode = 422

  constructor() {
    super(`An answer may have at most ${LONGEST_ANSWER} characters`)
  }
}

/**
 * Judges a typed answer. Case, punctuation, spaces between the right letters, accents by the course's policy and a few
 * typos are forgiven with a note; a full stop at the end and the kind of apostrophe, quote or dash don't matter at all.
 * A wrong answer has a reason instead of notes. Throws AnswerTooLong.
 */
export function judgeTyped(answer: string, key: TypedKey): Verdict {
  if (answer.length > LONGEST_ANSWER) throw new AnswerTooLong()
  const { spaced } = writingOf(key.language)
  const read = tokenReader(key.language)
  const given = read(answer)
  const plain = tidy(answer)
  // What is accepted as it stands, as most answers are, needs not be held against the others.
  const candidates = (key.accepted.includes(plain) ? [plain] : key.accepted).map((text) => ({
    text,
    tokens: read(text)
  }))
  const match = matcher(key, () => candidates.map(({ tokens }) => tokens))
  const align = aligner(match)
  const compare: Compare = (tokens, candidate, limit) => {
    const alignment = align(tokens, candidate.tokens, limit)
    return alignment && { ...alignment, candidate }
  }
  const verdict = ({ candidate, steps }: Comparison, outcome: Pick<Verdict, 'verdict' | 'notes' | 'reason'>) => ({
    ...outcome,
    nearest: candidate.text,
    diff: diffOf(steps, spaced)
  })
  const wrong = (comparison: Comparison, reason: Reason) => verdict(comparison, { verdict: 'wrong', notes: [], reason })

  const wordless = !hasWord(answer) && key.accepted.every(hasWord)
  if (given.length === 0 || wordless) return wrong(compare([], candidates[0]!)!, 'blank')

  const forgiven = forgivenAs(given, candidates, compare)
  if (forgiven) {
    const notes = notesOf(forgiven.steps)
    return verdict(forgiven, { verdict: notes.length === 0 ? 'correct' : 'correctWithNote', notes, reason: null })
  }
  const reordered = reorderedFrom(given, candidates, spaced)
  if (reordered) return wrong(compare(given, reordered)!, 'order')
  const nearest = nearestTo(given, candidates, match, compare)
  return wrong(nearest, reasonOf(nearest.steps))
}

const notesOf = (steps: readonly Step[]): Note[] =>
  NOTES.filter((note) => steps.some((step) => step.match.notes.includes(note)))

/**
 * The first candidate that has the words of the answer in another order. Without spaces, where words in another order are
 * cut otherwise, that has its letters.
 */
function reorderedFrom(
  given: readonly Token[],
  candidates: readonly Candidate[],
  spaced: boolean
): Candidate | undefined {
  if (given.length < 2) return undefined
  const partsOf = (tokens: readonly Token[]) => tokens.flatMap(({ key }) => (spaced ? key : [...key]))
  const parts = partsOf(given)
  const wanted = countOf(parts)
  return candidates.find(({ tokens }) => {
    if (tokens.length < 2 || (spaced && !tokens.every(({ key }) => wanted.has(key)))) return false
    const others = partsOf(tokens)
    if (others.length !== parts.length) return false
    return countOf(others)
      .entries()
      .every(([part, times]) => wanted.get(part) === times)
  })
}

/** How many times each part comes. */
function countOf(parts: readonly string[]): Map<string, number> {
  const count = new Map<string, number>()
  for (const part of parts) count.set(part, (count.get(part) ?? 0) + 1)
  return count
}

/** Words left out, words too many, or else wrong words, too many typos among them. */
function reasonOf(steps: readonly Step[]): Reason {
  const mistakes = steps.filter((step) => !step.match.forgiven)
  if (mistakes.length > 0 && mistakes.every((step) => step.given.length === 0)) return 'missing'
  if (mistakes.length > 0 && mistakes.every((step) => step.expected.length === 0)) return 'extra'
  return 'word'
}
