import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { readDocument } from '../../../src/courses/course-file/read-document.ts'
import { writeDocument } from '../../../src/courses/course-file/write-document.ts'
import { tidyCourse } from '../../../src/courses/tidy-course.ts'
import { anyCourse } from '../../support/course-arbitraries.ts'
import { smallCourse } from '../../support/courses.ts'

const folder = t.testdir()
const formats = ['json', 'yaml'] as const

for (const format of formats)
  t.test(`any tidy course that is written as ${format} is read as the same`, async (t) => {
    const file = join(folder, `course.${format}`)
    await fc.assert(
      fc.asyncProperty(anyCourse, async (untidy) => {
        const course = tidyCourse(untidy)
        writeFileSync(file, [...writeDocument(course, format)].join(''))
        const { course: read, faults } = await readDocument(file)
        if (!isDeepStrictEqual(read, course)) t.same(read, course, JSON.stringify(faults))
        return isDeepStrictEqual(read, course)
      }),
      { seed: 20_260_101, numRuns: 100 }
    )
  })

t.test('a document is easy to read, and leaves out what goes without saying', async (t) => {
  const { units, ...head } = smallCourse()
  const [first] = units
  const [animals] = first!.skills
  const skill = { ...animals!, items: animals!.items.slice(0, 1), introduction: 'One\n\ntwo\n' }
  const course = { ...head, units: [{ ...first!, skills: [skill] }] }
  const { id } = skill.items[0]!
  t.equal(
    [...writeDocument(course, 'json')].join(''),
    `{
  "slug": "small-course",
  "target": { "code": "es", "name": "Spanish" },
  "source": { "code": "en", "name": "English" },
  "licence": { "name": "CC0" },
  "specialCharacters": ["ñ"],
  "units": [
    {
      "slug": "first",
      "name": "First",
      "skills": [
        {
          "slug": "animals",
          "name": "The animals",
          "introduction": "One\\n\\ntwo\\n",
          "items": [
            {
              "id": "${id}",
              "kind": "word",
              "target": ["el perro"],
              "source": ["the dog"]
            }
          ],
          "dictionary": [{ "side": "target", "term": "animals", "meanings": ["a", "b"] }]
        }
      ]
    }
  ]
}
`
  )
  t.equal(
    [...writeDocument(course, 'yaml')].join(''),
    `slug: small-course
target:
  code: es
  name: Spanish
source:
  code: en
  name: English
licence:
  name: CC0
specialCharacters:
  - ñ
units:
  - slug: first
    name: First
    skills:
      - slug: animals
        name: The animals
        introduction: |
          One

          two
        items:
          - id: ${id}
            kind: word
            target:
              - el perro
            source:
              - the dog
        dictionary:
          - side: target
            term: animals
            meanings:
              - a
              - b
`
  )
})
