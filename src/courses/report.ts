export type Severity = 'error' | 'warning' | 'info'

/**
 * Every kind of fault an import can report: an error leaves something out, a warning is a guess or a change to check,
 * an info is worth knowing. `docs/course-format.md` says what each means and how to mend it.
 */
export const severities = {
  'missing-file': 'error',
  'unreadable-file': 'error',
  'outside-folder': 'error',
  'too-large': 'error',
  'unknown-format': 'error',
  'zip-damaged': 'error',
  'zip-encrypted': 'error',
  'zip-bomb': 'error',
  'zip-path': 'error',
  'zip-link': 'error',
  'utf-16': 'error',
  'not-utf8': 'error',
  'malformed-yaml': 'error',
  'malformed-json': 'error',
  'wrong-shape': 'error',
  'missing-language': 'error',
  'missing-text': 'error',
  'unusable-text': 'error',
  'missing-field': 'error',
  'unknown-field': 'error',
  'wrong-value': 'error',
  'repeated-id': 'error',
  'repeated-slug': 'error',
  'bad-pattern': 'error',
  'large-pattern': 'error',
  'too-long': 'error',
  'missing-column': 'error',
  'malformed-collection': 'error',
  'empty-file': 'warning',
  'empty-module': 'warning',
  'empty-skill': 'warning',
  'unlisted-file': 'warning',
  'listed-twice': 'warning',
  'misspelt-key': 'warning',
  'misplaced-key': 'warning',
  'unknown-key': 'warning',
  'duplicate-key': 'warning',
  'not-a-list': 'warning',
  'list-for-text': 'warning',
  'not-text': 'warning',
  'unquoted-text': 'warning',
  'unbalanced-marks': 'warning',
  'missing-name': 'warning',
  'duplicate-id': 'warning',
  'duplicate-slug': 'warning',
  'duplicate-item': 'warning',
  'dictionary-language': 'warning',
  'language-tag': 'warning',
  'licence-conflict': 'warning',
  'unusable-value': 'warning',
  'too-many': 'warning',
  'ragged-row': 'warning',
  'stray-quote': 'warning',
  'unknown-kind': 'warning',
  cloze: 'warning',
  'integer-id': 'info',
  'duplicate-name': 'info',
  spacing: 'info',
  'not-nfc': 'info',
  'curly-apostrophe': 'info',
  'repeated-form': 'info',
  'repeated-meaning': 'info',
  'several-answers': 'info',
  'not-in-dictionary': 'info',
  'empty-row': 'info',
  'not-kept': 'info'
} as const satisfies Record<string, Severity>

export type FaultCode = keyof typeof severities

/** A point in a course's files; `line` and `column` count from 1, and line 1 without a column is the file as a whole. */
export interface Place {
  /** Relative to the course folder, the one that holds `course.yaml`. */
  file: string
  line: number
  column?: number
}

export interface Fault extends Place {
  code: FaultCode
  severity: Severity
  /** What is wrong and how to mend it, for the course's author. */
  message: string
}

/** A fault whose texts are safe to store and to print: well-formed, no control characters. */
export function fault(place: Place, code: FaultCode, message: string): Fault {
  return { ...place, file: printable(place.file), code, severity: severities[code], message: printable(message) }
}

/** A text in quotation marks for a message, cut to 60 characters. */
export function quote(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`
}

/** The report for a terminal: a line per fault in the order of the files, then the counts by severity and by code. */
export function formatReport(faults: readonly Fault[]): string {
  const rows = faults
    .toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0))
    .map(({ file, line, column, severity, code, message }) =>
      [column ? `${file}:${line}:${column}` : `${file}:${line}`, severity, code, message].join('  ')
    )
  return [...rows, countLine(faults)].join('\n')
}

function countLine(faults: readonly Fault[]): string {
  if (!faults.length) return 'No faults'
  const byCode = Object.entries(Object.groupBy(faults, (each) => each.code))
    .map(([code, group]) => `${code} ${group.length}`)
    .sort()
  const count = (severity: Severity) => faults.filter((each) => each.severity === severity).length
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${count('info')} info: ${byCode.join(', ')}`
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

// Escape sequences and bidirectional controls in a course's file could otherwise rewrite the terminal that shows the report.
const printable = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
