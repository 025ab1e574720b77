import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import t from 'tap'
import { readAnkiText } from '../../../src/courses/anki/read-export.ts'
import { readAnkiPackage } from '../../../src/courses/anki/read-package.ts'
import { CourseDocument } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { readTable } from '../../../src/courses/tables/read-table.ts'
import { readTatoeba } from '../../../src/courses/tatoeba/read-tatoeba.ts'
import { anyCharacter } from '../../support/arbitraries.ts'
import { newCollection, oldCollection, writePackage } from '../anki/packages.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }
const isCourse = addFormats.default(new Ajv()).compile(CourseDocument)
const isSlug = new RegExp(CourseSlug.pattern!)

const marks = [
  '\t',
  ',',
  ';',
  '"',
  '\n',
  '\r\n',
  '\r',
  '#',
  '<br>',
  '<div',
  '&amp;',
  '&#0;',
  '{{c1::',
  '}}',
  '[sound:',
  ']'
]
const odd = [
  '\0',
  '\ud83d',
  '\u202e',
  '(',
  '}',
  '  ',
  '漢[かん]',
  '::',
  '__proto__',
  '\x1f',
  'x'.repeat(401),
  '12\tspa\t',
  '3\t4'
]
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...marks, ...odd), fc.string({ unit: anyCharacter, maxLength: 5 }), fc.constant('sí')),
    {
      maxLength: 12
    }
  )
  .map((pieces) => pieces.join(''))
const rows = (row: fc.Arbitrary<string>) => fc.array(row, { maxLength: 8 }).map((all) => all.join('\n'))

const folder = t.testdir()
const write = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** That whatever a reader gives can be stored, and whatever it says can be shown. */
async function sound(reading: Promise<{ course: CourseDocument | undefined; faults: { message: string }[] }>) {
  const { course, faults } = await reading
  const skills = course?.units.flatMap((unit) => unit.skills) ?? []
  const ids = skills.flatMap(({ items }) => items.map(({ id }) => id))
  const slugs = skills.map(({ slug }) => slug)
  return (
    (course === undefined ? faults.length > 0 : isCourse(course)) &&
    new Set(ids).size === ids.length &&
    new Set(slugs).size === slugs.length &&
    slugs.every((slug) => isSlug.test(slug) && slug.length <= 100) &&
    // JSON that PostgreSQL takes.
    !/\\u(0000|d[89a-f])/i.test(JSON.stringify(course ?? {}))
  )
}

const holds = (property: fc.IAsyncProperty<unknown>) => fc.assert(property, { numRuns: 60, seed: 4 })

t.test('any table is read or refused', async () => {
  const header = fc.constantFrom(
    'target,source,unit,skill,kind',
    'es;en;images;audio;target patterns',
    'Word\tMeaning',
    ''
  )
  await holds(
    fc.asyncProperty(header, rows(text), fc.boolean(), async (first, rest, known) =>
      sound(readTable(write('table.csv', `${first}\n${rest}`), known ? languages : {}))
    )
  )
})

t.test('any text export is read or refused', async () => {
  const header = fc.constantFrom(
    '#separator:tab',
    '#html:true\n#deck column:2',
    '#columns:es,en\n#separator:,',
    '#deck:::',
    ''
  )
  await holds(
    fc.asyncProperty(header, rows(text), async (first, rest) =>
      sound(readAnkiText(write('notes.txt', `${first}\n${rest}`), languages))
    )
  )
})

t.test('any notes are read or left out', async () => {
  const notes = fc.array(fc.record({ type: fc.nat(2), deck: fc.nat(2), fields: fc.array(text, { maxLength: 4 }) }), {
    maxLength: 6
  })
  const names = fc.uniqueArray(text, { maxLength: 3, selector: (name) => name.toWellFormed().toLowerCase() })
  await holds(
    fc.asyncProperty(notes, names, names, fc.boolean(), async (some, decks, fields, isOld) => {
      const cards = { types: [{ name: 'Basic', fields }], decks, notes: some }
      const files: Record<string, Buffer> = isOld
        ? { 'collection.anki2': oldCollection(cards) }
        : { 'collection.anki21b': zstdCompressSync(newCollection(cards)) }
      return sound(readAnkiPackage(await writePackage(folder, files), languages))
    })
  )
})

t.test('any sentences are read or left out', async () => {
  const line = fc.tuple(fc.nat(9), text, fc.nat(9), text).map(([one, a, other, b]) => `${one}\t${a}\t${other}\t${b}`)
  await holds(
    fc.asyncProperty(rows(fc.oneof(line, text)), async (lines) =>
      sound(readTatoeba(write('pairs.tsv', `1\tsí\t2\tyes\n${lines}`), languages))
    )
  )
})
