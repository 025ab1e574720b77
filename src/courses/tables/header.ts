import type { Side } from '../document.ts'
import { namedColumns, type Role } from '../pairs/columns.ts'
import type { FaultLog } from '../pairs/fault-log.ts'
import type { Language } from '../pairs/languages.ts'
import { quote } from '../report.ts'
import type { Row } from './rows.ts'

/** Which column, counted from 0, has what; the two that no table can do without are always there. */
export type Roles = Partial<Record<Role, number>> & Record<Side, number>

/** What a header says of the columns, and of the languages where these are their names. */
export interface Header {
  roles: Roles
  languages: Partial<Record<Side, Language>>
  /** How many columns it names. */
  width: number
}

/**
 * Takes the first row as the header; undefined, and reported, where it doesn't tell which columns have the texts.
 * @param given languages that are known already, and whose columns so are
 */
export function readHeader(
  file: string,
  rows: Iterator<Row>,
  given: Partial<Record<Side, Language>>,
  log: FaultLog
): Header | undefined {
  const first = rows.next()
  if (first.done) {
    log.report({ file, line: 1 }, 'empty-file', 'The table is empty: begin it with a row such as target,source')
    return undefined
  }
  const { line, cells } = first.value
  const { roles, languages } = namedColumns(
    cells.map(({ text }) => text),
    given
  )
  const { target, source } = roles
  if (target === undefined || source === undefined) {
    const what = target === undefined ? 'in the language taught' : 'in the language learners speak'
    const message = `The first row names no column for the texts ${what}: begin with a row such as target,source`
    log.report({ file, line }, 'missing-column', message)
    return undefined
  }
  const used = new Set(Object.values(roles))
  for (const [index, { text, column }] of cells.entries()) {
    const place = { file, line, column }
    if (index === roles.note) log.report(place, 'not-kept', 'Notes are for authors: the course has none')
    else if (!used.has(index) && text.trim())
      log.report(place, 'unknown-key', `No column ${quote(text)} is known, or another has its texts: left out`)
  }
  return { roles: { ...roles, target, source }, languages, width: cells.length }
}
