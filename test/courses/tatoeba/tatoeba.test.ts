import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readTatoeba } from '../../../src/courses/tatoeba/read-tatoeba.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }

const sentences = [
  [1, 'spa', 'Él está corriendo ahora.'],
  [2, 'eng', 'He is running now.'],
  [3, 'spa', '¡Corre!'],
  [4, 'eng', 'Run!'],
  [5, 'fra', 'Cours !'],
  [6, 'spa', '¡Corran!'],
  [7, 'spa', 'Nadie me entiende.'],
  [8, 'eng', 'He’s running now.']
]
const links = [
  [1, 2],
  [2, 1],
  [1, 8],
  [3, 4],
  [4, 3],
  [4, 6],
  [3, 5],
  [9, 1]
]
const table = (rows: (string | number)[][], lineBreak = '\n') => rows.map((row) => row.join('\t') + lineBreak).join('')

const read = async (path: string, options = {}) => {
  const { course, faults } = await readTatoeba(path, options)
  const skills = course?.units.flatMap((unit) => unit.skills) ?? []
  return {
    course,
    skills,
    items: skills.flatMap((skill) => skill.items.map(({ target, source }) => ({ target, source }))),
    faults: faults.map(({ file, line, code }) => `${file}:${line} ${code}`)
  }
}

const expected = [
  { target: ['¡Corre!', '¡Corran!'], source: ['Run!'] },
  { target: ['Él está corriendo ahora.'], source: ['He is running now.', 'He’s running now.'] }
]

t.test('sentences and links of all languages', async (t) => {
  const folder = t.testdir({
    course: { 'sentences.csv': table(sentences), 'links.csv': table(links, '\r\n'), 'sentences_base.csv': '1\t2\n' }
  })
  const { course, items, skills, faults } = await read(join(folder, 'course'), languages)
  t.strictSame(items, expected, 'the shortest first, with alternatives on both sides')
  t.match(skills, [{ name: 'Phrases', items: [{ kind: 'phrase' }, { kind: 'phrase' }] }])
  t.match(course, { slug: 'spanish-from-english', licence: { shortName: 'CC BY 2.0 FR' }, attribution: /Tatoeba/ })
  t.strictSame(faults, ['course:1 not-kept'])
})

t.test('files of one language pair tell the languages', async (t) => {
  const of = (code: string) => table(sentences.filter(([, language]) => language === code))
  const folder = t.testdir({
    'spa_sentences.tsv': of('spa'),
    'eng_sentences.tsv': of('eng'),
    'spa-eng_links.tsv': table(links.filter(([one]) => [1, 3].includes(one!)))
  })
  t.match((await read(folder)).course, languages)
  const { course, items } = await read(folder, { target: languages.source })
  t.match(course, { slug: 'english-from-spanish', target: { code: 'en' } })
  t.strictSame(items[0], { target: ['Run!'], source: ['¡Corre!'] })
})

t.test('sentence pairs', async (t) => {
  const pairs = [
    [3, '¡Corre!', 4, 'Run!'],
    [6, '¡Corran!', 4, 'Run!'],
    [1, 'Él está corriendo ahora.', 2, 'He is running now.'],
    ['x', 'no', 5, 'id'],
    [1, 'Él está corriendo ahora.', 8, 'He’s running now.']
  ]
  const name = 'Sentence pairs in Spanish-English - 2024-05-01.tsv'
  const folder = t.testdir({ [name]: `\ufeff${table(pairs, '\r\n')}` })
  const { course, items, faults } = await read(join(folder, name))
  t.match(course, languages)
  t.strictSame(items, expected)
  t.strictSame(faults, [`${name}:4 ragged-row`])
})

t.test('many sentences become skills of twenty, and ids stay when shorter ones come', async (t) => {
  const many = (from: number) =>
    table(Array.from({ length: 50 }, (_, n) => [n + 1, `Tengo ${'x'.repeat(from + n)}.`, n + 1_001, `I have ${n}.`]))
  const file = join(t.testdir({ 'pairs.tsv': many(1) }), 'pairs.tsv')
  const before = await read(file, languages)
  t.strictSame(
    before.skills.map(({ name, slug, items }) => [name, slug, items.length]),
    [
      ['Phrases 1', 'phrases-1', 20],
      ['Phrases 2', 'phrases-2', 20],
      ['Phrases 3', 'phrases-3', 10]
    ]
  )
  writeFileSync(file, `${many(1)}2000\tNo.\t2001\tNo.\n`)
  const ids = ({ skills }: typeof before) => skills.flatMap(({ items }) => items.map(({ id }) => id))
  t.strictSame(ids(await read(file, languages)).slice(1), ids(before))
})

t.test('what is missing is said', async (t) => {
  const folder = t.testdir({
    alone: { 'sentences.csv': table(sentences) },
    both: { 'sentences.csv': table(sentences), 'links.csv': table(links) },
    'pairs.tsv': table([[1, 'a', 2, 'b']])
  })
  t.strictSame((await read(join(folder, 'alone'), languages)).faults, ['alone:1 missing-file'])
  t.strictSame((await read(join(folder, 'none'), languages)).faults, ['none:1 missing-file'])
  t.strictSame((await read(join(folder, 'both'))).faults, ['both:1 missing-language'])
  t.strictSame((await read(join(folder, 'pairs.tsv'))).faults, ['pairs.tsv:1 missing-language'])
  const others = { target: { code: 'eu', name: 'Basque' }, source: languages.source }
  t.strictSame((await read(join(folder, 'both'), others)).faults, ['both:1 empty-file'])
})
