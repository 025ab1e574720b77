import { basename } from 'node:path'
import type { CourseDocument } from '../document.ts'
import { namedColumns } from '../pairs/columns.ts'
import { courseOfPairs } from '../pairs/course.ts'
import { faultLog } from '../pairs/fault-log.ts'
import { courseLanguages, type PairOptions } from '../pairs/languages.ts'
import { readText } from '../pairs/read-text.ts'
import type { Fault } from '../report.ts'
import { type Row, rowsOf, strayQuotes } from '../tables/rows.ts'
import { type ExportHeader, exportHeader } from './export-header.ts'
import { type PlacedNote, pairsOfNotes } from './pairs-of-notes.ts'
import { LARGEST_SKILL } from './read-package.ts'

/**
 * Reads a course from notes that Anki exported as text: every fault is survived and reported.
 * @param path a file of at most 25 MB
 * @returns no course where the file can't be read, or nothing tells its languages
 */
export async function readAnkiText(
  path: string,
  options: PairOptions
): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const text = await readText(path)
  if (typeof text !== 'string') return { course: undefined, faults: [text] }
  const file = basename(path)
  const log = faultLog()
  const header = exportHeader(text)
  const told = namedColumns(fieldNames(header), options).languages
  const languages = courseLanguages(options, told, { file, line: 1 }, log)
  if (!languages) return { course: undefined, faults: log.faults() }
  const rows = rowsOf(text, header.separator, strayQuotes(file, log), '#')
  const notes = notesOfRows(rows, header, file)
  const about = { ...languages, slug: options.slug, largestSkill: LARGEST_SKILL }
  return { course: await courseOfPairs(about, pairsOfNotes(notes, languages, log), log), faults: log.faults() }
}

const fieldNames = ({ columns, apart }: ExportHeader) => columns.filter((_, column) => !apart.has(column))

function* notesOfRows(rows: Iterable<Row>, header: ExportHeader, file: string): Generator<PlacedNote> {
  const names = fieldNames(header)
  for (const { line, cells } of rows) {
    const value = ({ column, name }: { column?: number; name?: string }) => cells[column ?? -1]?.text ?? name ?? ''
    const deck = value(header.deck).split('::')
    yield {
      place: { file, line },
      type: { name: value(header.noteType), fields: names },
      deck: deck.filter((name) => name.trim() !== ''),
      fields: cells.filter((_, column) => !header.apart.has(column)).map((cell) => cell.text),
      isHtml: header.isHtml
    }
  }
}
