import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import { writeLibreLingo } from '../../../src/courses/librelingo/write-course.ts'
import { tidyCourse } from '../../../src/courses/tidy-course.ts'
import { anyCourse } from '../../support/course-arbitraries.ts'

const folder = t.testdir()
let courses = 0

/** The course as it is read again, and what is said of it. */
async function writtenAndRead(course: CourseDocument) {
  const root = join(folder, String(courses++))
  for (const { path, text } of writeLibreLingo(course)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { flag: 'wx' })
  }
  return readLibreLingo(root)
}

t.test('any course is read again as what it was, but tidy, and without an error', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyCourse, async (course) => {
      const tidy = tidyCourse(course)
      const { course: read, faults } = await writtenAndRead(course)
      if (!isDeepStrictEqual(read, tidy)) t.same(read, tidy)
      return isDeepStrictEqual(read, tidy) && faults.every(({ severity }) => severity !== 'error')
    }),
    { seed: 20_260_101, numRuns: 100 }
  )
})
