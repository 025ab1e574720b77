import { Composer, Lexer, LineCounter, type Node, Parser } from 'yaml'
import { type Fault, type FaultCode, fault, type Place, severities } from '../report.ts'
import { entryRanges, type Range, withoutRanges } from './entry-ranges.ts'

// A course file nests five levels; the composer recurses, and a few ten thousand levels end the process.
const MAX_DEPTH = 50

// Each costs one more parse of the file.
const MAX_SECOND_LOOKS = 20

// Each takes a kilobyte of memory. The largest file of a published course has 31,000.
const MAX_PARTS = 200_000

// Nobody mends more; errors go on being told for a while.
const MAX_FAULTS = { error: 60_000, warning: 20_000, info: 20_000 }

/** How many words, marks and spaces may still be read of a course. */
export interface Budget {
  parts: number
}

/** One parsed file, and where its faults go. Offsets are indices into `text`. */
export interface YamlFile {
  readonly text: string
  /** Null for an empty file, and for one that is too large. */
  readonly root: Node | null
  readonly tooLarge: boolean
  place(at: Node | number): Place
  report(at: Node | number, code: FaultCode, message: string): void
}

/**
 * Parses what can be parsed: an entry with an error in it is reported and left out, and the rest keeps its true lines. A file
 * that is too much for memory is left out.
 */
export function parseYaml(
  name: string,
  text: string,
  faults: Fault[],
  budget: Budget = { parts: MAX_PARTS }
): YamlFile {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  const whole = compose(text, Math.min(budget.parts, MAX_PARTS))
  budget.parts -= whole.parts
  const faulty = whole.errors.length && !whole.tooMuch ? faultyEntries(text) : []
  const { root, errors } = faulty.length ? compose(withoutRanges(text, faulty)) : whole

  const place = (at: Node | number) => {
    const { line, col } = lines.linePos(typeof at === 'number' ? at : (at.range?.[0] ?? 0))
    return { file: name, line, column: col }
  }
  const report = (at: Node | number, code: FaultCode, message: string) => {
    if (faults.length < MAX_FAULTS[severities[code]]) faults.push(fault(place(at), code, message))
  }
  if (whole.tooMuch) report(0, 'too-large', 'There is more in the file than can be read: left out, split it')
  for (const { start, end, error } of faulty) {
    const [first, last] = [place(start).line, place(start + text.slice(start, end).trimEnd().length).line]
    const lost = first === last ? `Line ${first} is` : `Lines ${first} to ${last} are`
    report(start + error.offset, 'malformed-yaml', `${error.message}. ${lost} left out: ${mend}`)
  }
  for (const { offset, message } of errors)
    report(offset, 'malformed-yaml', `${message}. What could be made out is kept: ${mend}`)
  return { text, root, tooLarge: whole.tooMuch === true, place, report }
}

const mend = 'check the indentation, and quote a text that holds “: ” or “ #” or begins with a YAML mark'

interface YamlError {
  offset: number
  message: string
}

/** The entries that fail on their own and without which the rest is better off. */
function faultyEntries(text: string): (Range & { error: YamlError })[] {
  const failing = entryRanges(text).flatMap((range) => {
    const [error] = compose(text.slice(range.start, range.end)).errors
    return error ? [{ ...range, error }] : []
  })
  if (failing.length > MAX_SECOND_LOOKS) return failing
  // A sound part can fail on its own when it was cut in the middle: whatever may stay without an error stays.
  return failing.reduce((left, entry) => {
    const others = left.filter((other) => other !== entry)
    return compose(withoutRanges(text, others)).errors.length ? left : others
  }, failing)
}

interface Composed {
  root: Node | null
  errors: YamlError[]
  parts: number
  tooMuch?: boolean
}

function compose(text: string, mostParts = MAX_PARTS): Composed {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  const count = { parts: 0 }
  try {
    const [first, second] = [...composer.compose(tokens(text, count, mostParts), true, text.length)]
    const errors = first!.errors.map(({ pos, message }) => ({ offset: pos[0], message }))
    if (second) errors.push({ offset: second.range[0], message: 'A second document begins; only the first is read' })
    return { root: first!.contents, errors, ...count }
  } catch (error) {
    if (error instanceof TooMuch) return { root: null, errors: [], tooMuch: true, ...count }
    if (!(error instanceof TooDeep)) throw error
    return { root: null, errors: [{ offset: error.offset, message: 'Nested too deeply' }], ...count }
  }
}

class TooMuch extends Error {}

class TooDeep extends Error {
  readonly offset: number

  constructor(offset: number) {
    super()
    this.offset = offset
  }
}

function* tokens(text: string, count: { parts: number }, mostParts: number) {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > MAX_DEPTH) throw new TooDeep(parser.offset)
    if (++count.parts > mostParts) throw new TooMuch()
  }
  yield* parser.end()
}
