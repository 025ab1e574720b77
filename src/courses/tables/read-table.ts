import { basename } from 'node:path'
import type { CourseDocument } from '../document.ts'
import { courseOfPairs } from '../pairs/course.ts'
import { faultLog } from '../pairs/fault-log.ts'
import { courseLanguages, type PairOptions } from '../pairs/languages.ts'
import { readText } from '../pairs/read-text.ts'
import type { Fault } from '../report.ts'
import { readHeader } from './header.ts'
import { pairsOfRows } from './pairs-of-rows.ts'
import { rowsOf, separatorOf, strayQuotes } from './rows.ts'

/** What an author put into one skill stays in one, unless nobody could have meant it. */
const LARGEST_SKILL = 200

/**
 * Reads a course from a table (CSV or TSV) whose first row names its columns: every fault is survived and reported.
 * @param path a file of at most 25 MB
 * @returns no course where the file can't be read, or it isn't known which columns have the texts, in which languages
 */
export async function readTable(
  path: string,
  options: PairOptions
): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const text = await readText(path)
  if (typeof text !== 'string') return { course: undefined, faults: [text] }
  const log = faultLog()
  const course = await courseOfTable(basename(path), text)
  return { course, faults: log.faults() }

  async function courseOfTable(file: string, text: string): Promise<CourseDocument | undefined> {
    const rows = rowsOf(text, separatorOf(text), strayQuotes(file, log), 'sep=')
    const header = readHeader(file, rows, options, log)
    const languages = header && courseLanguages(options, header.languages, { file, line: 1 }, log)
    if (!languages) return undefined
    const pairs = pairsOfRows(rows, { ...header, file }, log)
    return courseOfPairs({ ...languages, slug: options.slug, largestSkill: LARGEST_SKILL }, pairs, log)
  }
}
