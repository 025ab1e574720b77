import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import t from 'tap'
import { CourseDocument } from '../../../src/courses/document.ts'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import type { Fault, FaultCode } from '../../../src/courses/report.ts'

// Published courses as their authors left them; they are not part of the project.
const samples = join(import.meta.dirname, '../../../../shared/courses')

interface Expected {
  skills: number
  words: number
  phrases: number
  /** A fault that was found by reading the file, and what its line says. */
  fault: [at: string, code: FaultCode, line: string]
}

const expected: Record<string, Expected> = {
  'spanish-from-english': {
    skills: 13,
    words: 82,
    phrases: 112,
    fault: ['activities/skills/continuous.yaml:17', 'misspelt-key', '    Alternative:']
  },
  'basque-from-english': {
    skills: 144,
    words: 1126,
    phrases: 2256,
    fault: ['45-Edan/skills/45-Edan-2.yaml:157', 'duplicate-key', '    Translation: Yesterday I drank a glass of wine.']
  },
  'kabyle-from-french': {
    skills: 14,
    words: 96,
    phrases: 133,
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
    phrases: 450,
    fault: ['words/skills/words.yaml:702', 'not-text', '  - true:                vedrad']
  }
}

const isCourse = addFormats.default(new Ajv()).compile(CourseDocument)

/** What the line of a fault must look like for the fault to be true. */
const looks: Partial<Record<FaultCode, RegExp>> = {
  spacing: /\S\s{2,}\S|\s["']|["']\s|\u00a0$/,
  'curly-apostrophe': /\p{L}’\p{L}/u,
  'unbalanced-marks': /[()]/,
  'misspelt-key': /^\s+(- )?[^:]+:/,
  'misplaced-key': /Also accepted:|Alternative translations:/,
  'integer-id': /^\s+Id: \d+$/,
  'duplicate-key': /^\s*(Phrases|Images|Translation|Alternative \w+):/
}

for (const [name, { skills, words, phrases, fault }] of Object.entries(expected)) {
  const folder = join(samples, name)
  const skip = existsSync(folder) ? false : `no folder of sample courses beside the checkout`
  t.test(`${name} is read whole, and its faults are true`, { skip }, async (t) => {
    const { course, faults } = await readLibreLingo(folder)
    t.ok(isCourse(course), JSON.stringify(isCourse.errors))
    const all = course!.units.flatMap((unit) => unit.skills)
    const items = all.flatMap((skill) => skill.items)
    const joined = faults.filter(({ code }) => code === 'duplicate-item').length
    const count = (kind: string) => items.filter((item) => item.kind === kind).length
    t.equal(all.length, skills)
    t.equal(items.length + joined, words + phrases, 'every entry is an item or joined to one')
    t.ok(count('word') <= words && count('phrase') <= phrases)
    t.equal(new Set(all.map(({ slug }) => slug)).size, all.length, 'slugs are unique')
    t.equal(new Set(items.map(({ id }) => id)).size, items.length, 'ids are unique')
    t.strictSame(
      faults.filter(({ severity }) => severity === 'error'),
      []
    )

    const lineOf = await lineReader(join(folder, 'course'), faults)
    const [at, code, line] = fault
    const found = faults.find((each) => `${each.file}:${each.line}` === at && each.code === code)
    t.ok(found, `${code} at ${at}`)
    t.equal(found && lineOf(found), line)
    t.strictSame(
      faults.filter((each) => looks[each.code] && !looks[each.code]!.test(lineOf(each))),
      []
    )
  })
}

async function lineReader(root: string, faults: readonly Fault[]) {
  const lines = new Map<string, string[]>()
  for (const { file } of faults)
    if (!lines.has(file)) lines.set(file, (await readFile(join(root, file), 'utf8')).split('\n'))
  return ({ file, line }: Fault) => lines.get(file)![line - 1] ?? ''
}
