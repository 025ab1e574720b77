import type { CourseDocument } from './document.ts'
import { type ImportReport, importReport } from './import-report.ts'
import { type ReadOptions, readCourse } from './read-course.ts'

/** What a reader's process is asked to read. */
export interface ReadTask {
  path: string
  options: Omit<ReadOptions, 'progress'>
}

/** What it gives: no more of the report than is kept. */
export interface ReadResult {
  format: string | undefined
  course: CourseDocument | undefined
  report: ImportReport
}

/** A result, or what went wrong with the reading itself. */
export type ReadReply = { result: ReadResult } | { failure: string }

process.on('message', (task: ReadTask) => void reply(task))
// Its server has gone.
process.on('disconnect', () => process.exit())

async function reply({ path, options }: ReadTask): Promise<void> {
  const answer = (reply: ReadReply) => process.send!(reply)
  try {
    const { format, course, faults } = await readCourse(path, options)
    answer({ result: { format, course, report: importReport(course, faults) } })
  } catch (error) {
    answer({ failure: String((error as Error).stack) })
  }
}
