import { composed } from './normalise.ts'

/** A pattern taken apart: texts, and places where one of several options stands. */
export type Parts = readonly Part[]
type Part = string | Choice
interface Choice {
  options: readonly Parts[]
}

/** In characters. */
export const LONGEST_PATTERN = 500
export const MOST_PATTERN_ANSWERS = 100
const DEEPEST = 10

/** Why a text is no pattern, or one of too many answers; the message says where, and how to mend it. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  /** Whether it would be a pattern if there were less of it. */
  readonly tooLarge: boolean
  /** The character at fault, counted from 1. */
  readonly position: number

  constructor(tooLarge: boolean, position: number, message: string) {
    super(`At character ${position}: ${message}`)
    this.tooLarge = tooLarge
    this.position = position
  }
}

type Mark = '(' | ')' | '[' | ']' | '|'
const MARKS: Partial<Record<string, Mark>> = {
  ...{ '(': '(', ')': ')', '[': '[', ']': ']', '|': '|' },
  // As the keyboards of East Asia write them.
  ...{ '（': '(', '）': ')', '［': '[', '］': ']', '｜': '|' }
}
const CLOSING = { '(': ')', '[': ']' } as const

/** Brackets that are open, with what has been read in them. */
interface Open {
  mark: '(' | '['
  at: number
  options: Part[][]
}

/** Takes a pattern apart, and throws a `PatternError` where it is none, too long, too deep or of too many answers. */
export function parsePattern(pattern: string): Parts {
  const fault = faultIn(pattern)
  if (pattern.length > LONGEST_PATTERN)
    throw fault(LONGEST_PATTERN, `a pattern has at most ${LONGEST_PATTERN} characters; make several of it`, true)

  const whole: Part[] = []
  const open: Open[] = []
  const innermostParts = () => open.at(-1)?.options.at(-1) ?? whole
  for (const { at, text, mark } of piecesOf(pattern, fault)) {
    if (mark === undefined) innermostParts().push(text)
    else if (mark === '(' || mark === '[') {
      if (open.length === DEEPEST) throw fault(at, `brackets stand in one another at most ${DEEPEST} deep`, true)
      open.push({ mark, at, options: [[]] })
    } else if (open.length === 0) {
      const mend =
        mark === '|' ? 'is outside brackets; put the alternatives in round ones' : 'closes nothing; remove it'
      throw fault(at, `“${text}” ${mend}, or write “\\${text}”`)
    } else if (mark === '|') open.at(-1)!.options.push([])
    else {
      const choice = closed(open.pop()!, mark, at, fault)
      innermostParts().push(choice)
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) {
    const mend = `add “${CLOSING[unclosed.mark]}”, or write “\\${unclosed.mark}”`
    throw fault(unclosed.at, `“${unclosed.mark}” is never closed; ${mend}`)
  }
  if (!hasText(whole)) throw fault(0, 'nothing is left to answer; write a text')
  const answers = countAnswers(whole)
  if (answers > MOST_PATTERN_ANSWERS) {
    const many = Number.isSafeInteger(answers) ? answers : 'endlessly many'
    throw fault(
      0,
      `the pattern has ${many} answers, and ${MOST_PATTERN_ANSWERS} are the most; make several of it`,
      true
    )
  }
  return spaced(whole)
}

type FaultAt = (at: number, message: string, tooLarge?: boolean) => PatternError

const faultIn =
  (pattern: string): FaultAt =>
  (at, message, tooLarge = false) =>
    new PatternError(tooLarge, [...pattern.slice(0, at)].length + 1, message)

// A run without marks but those that a backslash makes plain; or a mark, or a backslash at the end.
const PIECE = /(?:\\.|[^\\()[\]|（）［］｜])+|./gs

/** The marks of a pattern and the texts between them, in NFC and without the backslashes. */
function* piecesOf(pattern: string, fault: FaultAt): Generator<{ at: number; text: string; mark?: Mark }> {
  for (const { 0: piece, index: at } of pattern.matchAll(PIECE)) {
    if (piece === '\\') throw fault(at, 'nothing follows “\\”; write “\\\\” if you mean it')
    const mark = MARKS[piece]
    const text = composed(piece.replace(/\\(.)/gs, '$1')).replace(/\s+/g, ' ')
    if (JOINS_LETTER.test(text))
      throw fault(at, 'an accent or vowel sign is parted from its letter; put both into the brackets')
    if (mark) yield { at, text: piece, mark }
    else if (text) yield { at, text }
  }
}

/** The choice that brackets stand for which end with this mark. */
function closed({ mark: opening, at: start, options }: Open, mark: Mark, at: number, fault: FaultAt): Choice {
  if (CLOSING[opening] !== mark)
    throw fault(at, `“${opening}” is closed by “${mark}”; close it by “${CLOSING[opening]}”`)
  if (options.length === 1 && options[0]!.length === 0)
    throw fault(start, 'nothing stands in the brackets; fill or remove them')
  const all = options.map(spaced)
  return { options: opening === '[' ? [[], ...all] : all }
}

/** How many answers there are, those that are the same counted each time; found without making them. */
export const countAnswers = (parts: Parts): number =>
  parts.reduce(
    (count, part) =>
      typeof part === 'string' ? count : count * part.options.reduce((sum, option) => sum + countAnswers(option), 0),
    1
  )

const hasText = (parts: Parts): boolean =>
  parts.some((part) => (typeof part === 'string' ? part !== ' ' : part.options.some(hasText)))

// What Unicode may join to a letter before it: marks, and the later parts of a Hangul syllable.
const JOINS_LETTER = /^[\p{M}\u1161-\u1175\u11a8-\u11c2]/u
const PUNCTUATION = /^[.,:;!?…،؛؟]/

/**
 * Of `come [pan].` the space moves into the brackets, so that none stands in front of the full stop where the bread is
 * left out.
 */
function spaced(parts: readonly Part[]): Part[] {
  const result = [...parts]
  // Whether punctuation comes next, once all that may be left out is.
  let punctuated = false
  for (let i = result.length - 1; i >= 0; i--) {
    const part = result[i]!
    if (typeof part === 'string') {
      punctuated = PUNCTUATION.test(part) || (part === '' && punctuated)
      continue
    }
    punctuated &&= part.options.some((option) => option.length === 0)
    const before = result[i - 1]
    if (!punctuated || typeof before !== 'string' || !before.endsWith(' ')) continue
    result[i - 1] = before.slice(0, -1)
    result[i] = { options: part.options.map((option) => (option.length > 0 ? [' ', ...option] : option)) }
  }
  return result
}
