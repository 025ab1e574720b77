export interface Range {
  start: number
  end: number
}

/**
 * A YAML text cut by indentation alone into the parts that can be left out one by one: list entries with all that
 * hangs on them, and single lines outside lists. It needs no valid YAML, since it serves where the YAML is not.
 */
export function entryRanges(text: string): Range[] {
  const starts: number[] = []
  let listIndent: number | undefined
  for (const line of text.matchAll(/(?<![^\n])([ \t]*)([^\s#][^\n]*)/g)) {
    const indent = line[1]!.length
    const isEntry = /^-(\s|$)/.test(line[2]!)
    if (listIndent !== undefined && indent > listIndent) continue
    starts.push(line.index)
    listIndent = isEntry ? (listIndent ?? indent) : undefined
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }))
}

/** The text with the ranges blanked, so that everything else keeps its line and column. Ranges are in order and apart. */
export function withoutRanges(text: string, ranges: readonly Range[]): string {
  const pieces: string[] = []
  let end = 0
  for (const range of ranges) {
    pieces.push(text.slice(end, range.start), text.slice(range.start, range.end).replace(/[^\r\n]/g, ' '))
    end = range.end
  }
  return pieces.join('') + text.slice(end)
}
