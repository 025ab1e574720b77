import type { FaultLog } from '../pairs/fault-log.ts'
import type { Place } from '../report.ts'

export interface Cell {
  text: string
  /** From 1, in characters of its line. */
  column: number
}

export interface Row {
  /** Of its first character, from 1; a quoted cell may go on over further lines. */
  line: number
  cells: Cell[]
}

/**
 * The rows of a table as RFC 4180 has it, with any separator of one character and any line breaks. Nothing is refused: a
 * quotation mark that is never closed, or has text after its closing one, is read as written and told of.
 * @param comment what lines begin with that are no rows
 */
export function* rowsOf(
  text: string,
  separator: string,
  stray: (at: Omit<Place, 'file'>) => void,
  comment?: string
): Generator<Row> {
  let at = 0
  let line = 1
  let lineStart = 0
  while (at < text.length) {
    if (comment !== undefined && text.startsWith(comment, at)) {
      at = endOfLine(text, at)
    } else {
      const row: Row = { line, cells: [] }
      for (;;) {
        const place = { line, column: at - lineStart + 1 }
        const { value, end, wellQuoted } = text[at] === '"' ? quoted(text, at, separator) : bare(text, at, separator)
        if (!wellQuoted) stray(place)
        row.cells.push({ text: value, column: place.column })
        for (let next = text.indexOf('\n', at); next >= 0 && next < end; next = text.indexOf('\n', next + 1)) {
          line++
          lineStart = next + 1
        }
        at = end
        if (text[at] !== separator) break
        at++
      }
      yield row
    }
    at = afterBreak(text, at)
    line++
    lineStart = at
  }
}

interface Read {
  value: string
  /** Where its separator or line break stands. */
  end: number
  wellQuoted: boolean
}

function bare(text: string, start: number, separator: string): Read {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(start, end), end, wellQuoted: true }
}

function quoted(text: string, start: number, separator: string): Read {
  let close = start + 1
  for (;;) {
    close = text.indexOf('"', close)
    if (close < 0) return { ...bare(text, start, separator), wellQuoted: false }
    if (text[close + 1] !== '"') break
    close += 2
  }
  const rest = bare(text, close + 1, separator)
  const inside = text.slice(start + 1, close).replaceAll('""', '"')
  return { value: inside + rest.value, end: rest.end, wellQuoted: rest.value.trim() === '' }
}

function endOfLine(text: string, at: number): number {
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

const afterBreak = (text: string, at: number) => (text.startsWith('\r\n', at) ? at + 2 : at + 1)

/** The separator of a table: the one of tab, semicolon, comma and bar that its first line has most of, outside quotes. */
export function separatorOf(text: string): string {
  const named = /^sep=(.)/.exec(text)?.[1]
  if (named) return named
  const first = text.slice(0, endOfLine(text, 0)).replace(/"[^"]*"/g, '')
  const counts = ['\t', ';', ',', '|'].map((mark) => ({ mark, count: first.split(mark).length }))
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark
}

/** Takes the quotation marks of a file that `rowsOf` tells of. */
export const strayQuotes = (file: string, log: FaultLog) => (at: Omit<Place, 'file'>) =>
  log.report(
    { file, ...at },
    'stray-quote',
    'A quotation mark without its closing one, or with text after that: read as written; double marks inside quotes'
  )
