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
  const fault = (at: number, message: string, tooLarge = false) =>
    new PatternError(tooLarge, [...pattern.slice(0, at)].length + 1, message)
  if (pattern.length > LONGEST_PATTERN)
    throw fault(LONGEST_PATTERN, `a pattern has at most ${LONGEST_PATTERN} characters; make several of it`, true)

  const whole: Part[] = []
  const open: Open[] = []
  const parts = () => open.at(-1)?.options.at(-1) ?? whole
  let text = ''
  const addText = (end: number) => {
    const piece = composed(text).replace(/\s+/g, ' ')
    if (JOINS_LETTER.test(piece))
      throw fault(end - text.length, 'an accent or vowel sign is parted from its letter; put both into the brackets')
    if (piece) parts().push(piece)
    text = ''
  }

  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!
    const mark = MARKS[char]
    if (char === '\\' && at + 1 === pattern.length) throw fault(at, 'nothing follows “\\”; write “\\\\” if you mean it')
    if (char === '\\') text += pattern[++at]
    else if (!mark) text += char
    else {
      addText(at)
      if (mark === '(' || mark === '[') {
        if (open.length === DEEPEST) throw fault(at, `brackets stand in one another at most ${DEEPEST} deep`, true)
        open.push({ mark, at, options: [[]] })
      } else if (mark === '|') {
        if (open.length === 0)
          throw fault(at, '“|” stands outside brackets; put the alternatives in round ones, or write “\\|”')
        open.at(-1)!.options.push([])
      } else {
        const closed = open.pop()
        if (!closed) throw fault(at, `“${char}” closes nothing; remove it, or write “\\${char}”`)
        if (CLOSING[closed.mark] !== mark)
          throw fault(at, `“${closed.mark}” is closed by “${char}”; close it by “${CLOSING[closed.mark]}”`)
        if (closed.options.length === 1 && closed.options[0]!.length === 0)
          throw fault(closed.at, 'nothing stands in the brackets; fill or remove them')
        const options = closed.options.map(spaced)
        parts().push({ options: closed.mark === '[' ? [[], ...options] : options })
      }
    }
  }
  addText(pattern.length)
  const unclosed = open.at(-1)
  if (unclosed)
    throw fault(
      unclosed.at,
      `“${unclosed.mark}” is never closed; add “${CLOSING[unclosed.mark]}”, or write “\\${unclosed.mark}”`
    )
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
