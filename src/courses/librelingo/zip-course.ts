import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { ZipFile } from 'yazl'
import type { CourseDocument } from '../document.ts'
import { writeLibreLingo } from './write-course.ts'

/** The start of what a zip can say of a file's age: equal courses make equal zips. */
const NO_TIME = new Date('1980-01-01T00:00:00')

/** A course as a zip of its LibreLingo files, made while it is read; other requests get their turn between two files. */
export function zipLibreLingo(course: CourseDocument): Readable {
  const zip = new ZipFile()
  const stream = zip.outputStream as Readable
  fill(zip, course, stream).catch((error: Error) => stream.destroy(error))
  return stream
}

async function fill(zip: ZipFile, course: CourseDocument, stream: Readable): Promise<void> {
  for (const { path, text } of writeLibreLingo(course)) {
    if (stream.destroyed) return
    zip.addBuffer(Buffer.from(text), path, { mtime: NO_TIME, mode: 0o100644 })
    await setImmediate()
  }
  zip.end()
}
