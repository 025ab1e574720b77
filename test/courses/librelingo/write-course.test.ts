import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import { writeLibreLingo } from '../../../src/courses/librelingo/write-course.ts'
import { zipLibreLingo } from '../../../src/courses/librelingo/zip-course.ts'
import { readCourse } from '../../../src/courses/read-course.ts'
import { tidyCourse } from '../../../src/courses/tidy-course.ts'
import { anyCourse } from '../../support/course-arbitraries.ts'
import { item, smallCourse, withSkill } from '../../support/courses.ts'

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
    { seed: 20_260_101, numRuns: 60 }
  )
})

/** A Spanish course as LibreLingo has them, in which nothing is Parlance's own. */
const plain = smallCourse('spanish-from-english')

t.test('a course without our own is written in LibreLingo’s words, with all that LibreLingo asks for', async (t) => {
  const files = Object.fromEntries(Array.from(writeLibreLingo(plain), ({ path, text }) => [path, text]))
  t.strictSame(Object.keys(files), [
    'course.yaml',
    'first/module.yaml',
    'first/skills/animals.yaml',
    'first/skills/animals.md',
    'first/skills/letters.yaml',
    'first/skills/letters.md',
    'second/module.yaml',
    'second/skills/food.yaml',
    'second/skills/food.md'
  ])
  t.equal(
    files['course.yaml'],
    `Course:
  Language:
    Name: Spanish
    IETF BCP 47: es
  For speakers of:
    Name: English
    IETF BCP 47: en
  License:
    Name: CC0
  Special characters:
    - ñ
Modules:
  - first/
  - second/
`
  )
  t.equal(
    files['first/skills/letters.yaml'],
    `Skill:
  Name: The letters
  Id: 426c1bea-6090-5f37-960a-603f83283643
New words: []
Phrases: []
Mini-dictionary:
  Spanish:
    - letters:
        - a
        - b
  English: []
`
  )
  const { course, faults } = await writtenAndRead(plain)
  t.strictSame(course, plain)
  t.notOk(faults.some(({ severity }) => severity !== 'info'))
})

t.test('words that YAML would misread are quoted', async (t) => {
  const words = ['no', 'yes', 'on', '1', 'true', '{a} b', 'a #b', 'a: b', '- a', '=']
  const course = withSkill(plain, 'letters', (skill) => ({
    ...skill,
    items: words.map((word) => item(plain.slug, 'letters', [word], [`= ${word}`])),
    dictionary: words.map((word) => ({ side: 'target' as const, term: word, meanings: [word] }))
  }))
  const text = [...writeLibreLingo(course)].find(({ path }) => path.endsWith('letters.yaml'))!.text
  for (const word of words) {
    t.ok(text.includes(`  - Word: "${word}"\n`), word)
    t.ok(text.includes(`    - "${word}":\n        - "${word}"\n`), `${word} in a dictionary`)
  }
  t.strictSame((await writtenAndRead(course)).course, course)
})

t.test('an item that was corrected or moved keeps its id, whatever has its forms now', async (t) => {
  const [dog, cat, ...others] = plain.units[0]!.skills[0]!.items
  const bread = plain.units[1]!.skills[0]!.items[0]!
  const course = withSkill(plain, 'animals', (skill) => ({
    ...skill,
    items: [
      { ...dog!, target: ['la perra'] },
      { ...item(plain.slug, 'more-animals', ['el perro'], ['the dog']) },
      { ...cat!, id: bread.id },
      ...others
    ]
  }))
  const moved = withSkill(course, 'food', (skill) => ({ ...skill, items: [cat!, ...skill.items.slice(1)] }))
  const { course: read, faults } = await writtenAndRead(moved)
  t.strictSame(read, moved)
  t.notOk(faults.some(({ code }) => code === 'unusable-value' || code === 'duplicate-item'))
})

t.test('a zip of a course is read as the course, and the same course makes the same zip', async (t) => {
  const course = { ...smallCourse(), licenceFile: 'CC0 1.0 Universal', accents: 'strict' as const }
  const zips = ['a.zip', 'b.zip'].map((name) => join(folder, name))
  for (const zip of zips) await pipeline(zipLibreLingo(course), createWriteStream(zip))
  t.strictSame(readFileSync(zips[0]!), readFileSync(zips[1]!))
  t.match(await readCourse(zips[0]!), { format: 'librelingo', course })
})

t.test('who leaves while a zip is made ends its making', async (t) => {
  const stream = zipLibreLingo(plain)
  stream.on('error', () => t.fail('no error'))
  stream.destroy()
  await new Promise((resolve) => stream.on('close', resolve))
  t.ok(stream.destroyed)
})
