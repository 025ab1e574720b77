import { Composer, Lexer, LineCounter, type Node, Parser } from 'yaml'
import { type Fault, type FaultCode, fault, type Place } from '../report.ts'
import { entryRanges, type Range, withoutRanges } from './entry-ranges.ts'

// A course file nests five levels; the composer recurses, and a few ten thousand levels end the process.
const MAX_DEPTH = 50

// Each costs one more parse of the file.
const MAX_SECOND_LOOKS = 20

/** One parsed file, and where its faults go. Offsets are indices into `text`. */
export interface YamlFile {
  readonly text: string
  /** Null for an empty file. */
  readonly root: Node | null
  place(at: Node | number): Place
  report(at: Node | number, code: FaultCode, message: string): void
}

/** Parses what can be parsed: an entry with an error in it is reported and left out, and the rest keeps its true lines. */
export function parseYaml(name: string, text: string, faults: Fault[]): YamlFile {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1)
  const whole = compose(text)
  const faulty = whole.errors.length ? faultyEntries(text) : []
  const { root, errors } = faulty.length ? compose(withoutRanges(text, faulty)) : whole

  const place = (at: Node | number) => {
    const { line, col } = lines.linePos(typeof at === 'number' ? at : (at.range?.[0] ?? 0))
    return { file: name, line, column: col }
  }
  const report = (at: Node | number, code: FaultCode, message: string) => {
    faults.push(fault(place(at), code, message))
  }
  for (const { start, end, error } of faulty) {
    const [first, last] = [place(start).line, place(start + text.slice(start, end).trimEnd().length).line]
    const lost = first === last ? `Line ${first} is` : `Lines ${first} to ${last} are`
    report(start + error.offset, 'malformed-yaml', `${error.message}. ${lost} left out: ${mend}`)
  }
  for (const { offset, message } of errors)
    report(offset, 'malformed-yaml', `${message}. What could be made out is kept: ${mend}`)
  return { text, root, place, report }
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

function compose(text: string): { root: Node | null; errors: YamlError[] } {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  try {
    const [first, second] = [...composer.compose(tokens(text), true, text.length)]
    const errors = first!.errors.map(({ pos, message }) => ({ offset: pos[0], message }))
    if (second) errors.push({ offset: second.range[0], message: 'A second document begins; only the first is read' })
    return { root: first!.contents, errors }
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    return { root: null, errors: [{ offset: error.offset, message: 'Nested too deeply' }] }
  }
}

class TooDeep extends Error {
  readonly offset: number

  constructor(offset: number) {
    super()
    this.offset = offset
  }
}

function* tokens(text: string) {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > MAX_DEPTH) throw new TooDeep(parser.offset)
  }
  yield* parser.end()
}
