import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import t from 'tap'
import { type Counts, countsOf } from '../../src/courses/counts.ts'
import { documentOf } from '../../src/courses/course-file/document-of.ts'
import { writeDocument } from '../../src/courses/course-file/write-document.ts'
import { CourseDocument, type DictionaryEntry, type Skill } from '../../src/courses/document.ts'
import { readLibreLingo } from '../../src/courses/librelingo/read-course.ts'
import { writeLibreLingo } from '../../src/courses/librelingo/write-course.ts'
import { findCourseTree } from '../../src/courses/queries.ts'
import type { FaultCode } from '../../src/courses/report.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { gradeAnswer } from '../../src/learning/exercises/grade.ts'
import type { TypedKey } from '../../src/learning/judging/typed-key.ts'
import { sampleCourse } from '../helper.ts'
import { faultsOf, faultsOfDistractors } from '../learning/exercises/soundness.ts'
import { rightAnswer, sessionsOf } from '../learning/exercises/support.ts'
import { keysOf, properties } from '../learning/judging/properties.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { startedSession } from '../support/study.ts'
import { falseFaults, lineReader } from './librelingo/fault-lines.ts'

// Published courses as their authors left them; they are not part of the project. Each is read once, for it takes long.
interface Sample extends Counts {
  /** Pairs that a skill gives twice. */
  joined?: { words: number; phrases: number }
  /** What the list of the courses says that their files do not bear out. */
  miscounted?: Partial<Counts>
  /** A fault that was found by reading the file, and what its line says. */
  fault: [at: string, code: FaultCode, line: string]
}

const samples: Record<string, Sample> = {
  'spanish-from-english': {
    skills: 13,
    words: 82,
    phrases: 112,
    fault: ['activities/skills/continuous.yaml:17', 'misspelt-key', '    Alternative:']
  },
  'basque-from-english': {
    skills: 144,
    words: 1125,
    phrases: 2255,
    joined: { words: 1, phrases: 1 },
    fault: ['45-Edan/skills/45-Edan-2.yaml:157', 'duplicate-key', '    Translation: Yesterday I drank a glass of wine.']
  },
  'kabyle-from-french': {
    skills: 14,
    words: 95,
    phrases: 133,
    joined: { words: 1, phrases: 0 },
    miscounted: { skills: 13, phrases: 118 },
    fault: ['basics/skills/clothes.yaml:33', 'not-a-list', '    Alternative translation: les souliers']
  },
  'rusyn-from-serbian': {
    skills: 8,
    words: 53,
    phrases: 108,
    fault: ['basics/skills/food.yaml:133', 'repeated-meaning', '    - є: једе']
  },
  'ladino-from-english': {
    skills: 200,
    words: 0,
    phrases: 446,
    joined: { words: 0, phrases: 4 },
    fault: ['words/skills/words.yaml:702', 'not-text', '  - true:                vedrad']
  }
}

const isCourse = addFormats.default(new Ajv()).compile(CourseDocument)

/** The counts in the list of the courses: a table of folder, skills, words and phrases. */
function publishedCounts(): Record<string, Counts> {
  const text = readFileSync(join(sampleCourse('').folder, 'README.md'), 'utf8')
  const rows = text.matchAll(/^\| `([a-z-]+)` \| (\d+) \| (\d+) \| (\d+) \|/gm)
  return Object.fromEntries(
    Array.from(rows, ([, name, ...counts]) => {
      const [skills, words, phrases] = counts.map(Number) as [number, number, number]
      return [name, { skills, words, phrases }]
    })
  )
}

/** The course with each entry of its dictionaries in two skills at most: the largest repeats 3,500 of them 192,000 times. */
function withFewRepeats({ units, ...head }: CourseDocument): CourseDocument {
  // The reader makes one object of equal entries.
  const times = new Map<DictionaryEntry, number>()
  const isWanted = (entry: DictionaryEntry) => {
    times.set(entry, (times.get(entry) ?? 0) + 1)
    return times.get(entry)! <= 2
  }
  const shorter = (skill: Skill) => ({ ...skill, dictionary: skill.dictionary.filter(isWanted) })
  return { ...head, units: units.map((unit) => ({ ...unit, skills: unit.skills.map(shorter) })) }
}

/** Of a large course every tenth, which are as many as a small one has. */
const some = <T>(all: T[]): T[] => all.filter((_, index) => all.length < 50 || index % 10 === 0)

const { db } = await pooledDatabase(t)
const keys: TypedKey[] = []

for (const [name, { joined = { words: 0, phrases: 0 }, miscounted, fault, ...counts }] of Object.entries(samples)) {
  const { folder, skip } = sampleCourse(name)
  t.test(name, { skip }, async (t) => {
    const { course, faults } = await readLibreLingo(folder)
    const skills = course!.units.flatMap((unit) => unit.skills)
    const items = skills.flatMap((skill) => skill.items)
    const sessions = [...sessionsOf(course!)]
    if (items.length < 1_000) keys.push(...keysOf(course!))

    t.test('is read whole', async (t) => {
      t.ok(isCourse(course), JSON.stringify(isCourse.errors))
      t.same(countsOf(course!), counts)
      const listed = { ...counts, words: counts.words + joined.words, phrases: counts.phrases + joined.phrases }
      t.same({ ...listed, ...miscounted }, publishedCounts()[name], 'as their list says')
      t.equal(new Set(skills.map(({ slug }) => slug)).size, skills.length, 'slugs are unique')
      t.equal(new Set(items.map(({ id }) => id)).size, items.length, 'ids are unique')
      const twice = faults.filter(({ code }) => code === 'duplicate-item').length
      t.equal(twice, joined.words + joined.phrases, 'every entry is an item or joined to one')
    })

    t.test('has faults, and they are true', async (t) => {
      t.strictSame(
        faults.filter(({ severity }) => severity === 'error'),
        []
      )
      const lineOf = lineReader(folder)
      const [at, code, line] = fault
      const found = faults.find((each) => `${each.file}:${each.line}` === at && each.code === code)
      t.ok(found, `${code} at ${at}`)
      t.equal(found && lineOf(found), line)
      t.strictSame(falseFaults(faults, lineOf), [])
    })

    t.test('is written and read again as the same course', async (t) => {
      const root = t.testdir()
      const shorter = withFewRepeats(course!)
      for (const { path, text } of writeLibreLingo(shorter)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), text)
      }
      const { course: again, faults } = await readLibreLingo(root)
      t.ok(isDeepStrictEqual(again, shorter))
      t.notOk(faults.some(({ severity }) => severity === 'error'))
      const json = [...writeDocument(course!, 'json')].join('')
      t.ok(isDeepStrictEqual(documentOf(JSON.parse(json)).course, course), 'as a document too')
    })

    t.test('makes sound sessions', async (t) => {
      t.strictSame(some(sessions).flatMap(faultsOf), [])
    })

    t.test('offers no accepted answer as a wrong one, whatever the item', async (t) => {
      const checked = sessions.map(faultsOfDistractors)
      t.strictSame(
        checked.flatMap(({ faults }) => faults),
        []
      )
      const exercises = checked.reduce((sum, one) => sum + one.exercises, 0)
      t.ok(exercises > items.length, `${exercises} exercises of ${items.length} items`)
    })

    t.test('is stored once, and its exercises take the answers that they should', async (t) => {
      t.match(await storeCourse(db, course!), { slug: name, changed: true, retired: 0 })
      t.match(await storeCourse(db, course!), { changed: false, written: 0, retired: 0 })
      t.match(await findCourseTree(db, name), counts)
      const { id } = await newLearner(db, { courses: [name] })
      const misjudged: object[] = []
      for (const { slug: skill } of some(skills.filter((skill) => skill.items.length > 0))) {
        const { exercises } = await startedSession(db, id, { course: name, skill, size: 12 })
        if (exercises.length === 0) misjudged.push({ skill, exercises })
        for (const { key } of exercises) {
          const { verdict, diff } = gradeAnswer(key, rightAnswer(key))
          if (verdict !== 'correct') misjudged.push({ skill, key, verdict, diff })
        }
      }
      t.same(misjudged, [])
    })
  })
}

const { skip } = sampleCourse('')
t.test('answers to all of them are judged soundly', { skip }, async (t) => properties(t, 'sample courses', keys))
