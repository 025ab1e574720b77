import { zstdCompressSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { readAnkiPackage } from '../../../src/courses/anki/read-package.ts'
import { type Cards, newCollection, oldCollection, temporaryFiles, writePackage } from './packages.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }

const cards: Cards = {
  types: [{ name: 'Basic', fields: ['Front', 'Back'] }],
  decks: ['Spanish'],
  notes: Array.from({ length: 300 }, (_, n) => ({ fields: [`palabra ${n}`, `word ${n} ${'long '.repeat(20)}`] }))
}

async function read(t: Test, files: Record<string, Buffer>) {
  const { course, faults } = await readAnkiPackage(await writePackage(t.testdir(), files), languages)
  return { course, faults: faults.map(({ code }) => code), message: faults[0]?.message }
}

t.test('what runs in a database does not', async (t) => {
  const endless =
    'with recursive n(i) as (select 1 union all select i + 1 from n) select i as id, i as mid, i as flds from n'
  for (const [sql, says] of [
    [`drop table notes; create view notes as ${endless}`, /notes is no ordinary table/],
    ['drop table notes; create virtual table notes using fts5(id, mid, flds)', /notes is no ordinary table/],
    ['drop table notes; create table notes (id, mid, flds as (hex(zeroblob(400000000))))', /computed columns/],
    ['drop table notes', /no such table|prohibited/]
  ] as const) {
    const { course, faults, message } = await read(t, { 'collection.anki2': oldCollection(cards, sql) })
    t.equal(course, undefined)
    t.strictSame(faults, ['malformed-collection'], sql)
    t.match(message, says)
  }
  const triggers = `create trigger t after insert on notes begin delete from notes; end;
    create view v as ${endless}; create index lost on notes (flds, id, mid)`
  const { course, faults } = await read(t, { 'collection.anki2': oldCollection(cards, triggers) })
  t.strictSame(faults, [])
  t.equal(course?.units[0]?.skills.length, 15)
})

t.test('pages that lead back into each other are not followed', async (t) => {
  const file = oldCollection(cards)
  const pageSize = file.readUInt16BE(16)
  let loops = 0
  for (let start = 0; start < file.length; start += pageSize) {
    const at = start === 0 ? 100 : start
    if (file[at] !== 5) continue
    loops++
    const looped = Buffer.from(file)
    looped.writeUInt32BE(start / pageSize + 1, at + 8)
    t.strictSame((await read(t, { 'collection.anki2': looped })).faults, ['malformed-collection'])
  }
  t.ok(loops > 0)
})

t.test('what is no collection is a fault', async (t) => {
  const temporary = temporaryFiles(t)
  const sound = newCollection(cards)
  const broken: Record<string, Buffer>[] = [
    { media: Buffer.from('{}') },
    { 'collection.anki2': Buffer.from('no database') },
    { 'collection.anki2': Buffer.alloc(0) },
    { 'collection.anki2': oldCollection(cards).subarray(0, 5_000) },
    { 'collection.anki21b': sound },
    { 'collection.anki21b': zstdCompressSync(sound).subarray(0, 500) },
    { 'collection.anki21b': zstdCompressSync(Buffer.alloc(101_000_000)) },
    { 'collection.anki2': oldCollection(cards, "update col set models = 'x'") }
  ]
  for (const files of broken) t.strictSame((await read(t, files)).faults, ['malformed-collection'])
  t.strictSame(temporary(), [], 'and nothing is left behind')
})

t.test('a collection with bytes changed anywhere is read or refused', async (t) => {
  const file = newCollection(cards)
  let read = 0
  for (let seed = 1; seed <= 25; seed++) {
    const changed = Buffer.from(file)
    for (let n = 0; n < 1 + (seed % 5); n++) changed[(seed * 7_919 + n * 104_729) % file.length]! ^= 1 << (seed % 8)
    const path = await writePackage(t.testdir(), { 'collection.anki21b': zstdCompressSync(changed) })
    const { course, faults } = await readAnkiPackage(path, languages)
    t.ok(course ?? faults.length > 0)
    if (course) read++
  }
  t.ok(read > 0)
})
