import type { CourseDocument } from './document.ts'
import { type ImportReport, importReport } from './import-report.ts'
import { type ReadOptions, readCourse } from './read-course.ts'

/** What a worker thread is asked to read. */
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

/** A course, read where it holds up nobody and where its memory has a bound. */
export default async function work({ path, options }: ReadTask): Promise<ReadResult> {
  const { format, course, faults } = await readCourse(path, options)
  return { format, course, report: importReport(course, faults) }
}
