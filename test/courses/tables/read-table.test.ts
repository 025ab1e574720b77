import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { PairOptions } from '../../../src/courses/pairs/languages.ts'
import { readTable } from '../../../src/courses/tables/read-table.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }

const readerIn =
  (t: Test, folder = t.testdir()) =>
  async (content: string | Buffer, options: PairOptions = languages, name = 'animals.csv') => {
    const path = join(folder, name)
    writeFileSync(path, content)
    const { course, faults } = await readTable(path, options)
    return {
      course,
      units: course?.units,
      items: course?.units.flatMap((unit) => unit.skills.flatMap((skill) => skill.items)) ?? [],
      faults: faults.map(({ line, column, code }) => `${line}:${column ?? ''} ${code}`)
    }
  }

t.test('every column is read', async (t) => {
  const read = readerIn(t)
  const { units, faults } = await read(
    [
      'target,source,unit,skill,kind,target alternatives,source alternatives,target patterns,source patterns,images,audio',
      'el perro,the dog,Basics,Animals,word,el can; el chucho,the hound,(el|un) perro,,"dog1, dog2",perro.mp3',
      'hola; buenas,hello,Basics,Greetings,phrase,,,,hello [there]; hi,,',
      'el gato,the cat,Basics,Animals,,,,,,,'
    ].join('\n')
  )
  t.strictSame(faults, [])
  t.match(units, [
    {
      slug: 'basics',
      name: 'Basics',
      skills: [
        {
          slug: 'animals',
          name: 'Animals',
          items: [
            {
              kind: 'word',
              target: ['el perro', 'el can', 'el chucho'],
              source: ['the dog', 'the hound'],
              patterns: { target: ['(el|un) perro'], source: [] },
              images: ['dog1', 'dog2'],
              audio: 'perro.mp3'
            },
            { kind: 'word', target: ['el gato'] }
          ]
        },
        {
          slug: 'greetings',
          items: [
            { kind: 'phrase', target: ['hola', 'buenas'], patterns: { target: [], source: ['hello [there]', 'hi'] } }
          ]
        }
      ]
    }
  ])
})

t.test('separators, quotes, line breaks and a byte order mark are as they come', async (t) => {
  const read = readerIn(t)
  for (const separator of [',', ';', '\t', '|'])
    for (const lineBreak of ['\n', '\r\n', '\r'])
      for (const start of ['', '\ufeff']) {
        const rows = ['word,translation', '"el ""gato""","the cat; a cat"', '"una\nvaca",a cow']
        const table = rows.join(lineBreak).replaceAll(',', separator)
        const { items, faults } = await read(start + table)
        t.strictSame(faults, [])
        t.match(items, [
          { target: ['el "gato"'], source: ['the cat', 'a cat'] },
          { target: ['una', 'vaca'], source: ['a cow'] }
        ])
      }
  t.match((await read('sep=;\nword;translation\nsí, claro;yes')).items, [{ target: ['sí, claro'] }])
})

t.test('columns may be named after the languages, which then are known', async (t) => {
  const read = readerIn(t)
  for (const [header, slug] of [
    ['Spanish,English', 'spanish-from-english'],
    ['id,English,french', 'english-from-french'],
    ['eu,es', 'basque-from-spanish'],
    ['pt-BR,en,Skill', 'brazilian-portuguese-from-english']
  ] as const) {
    const { course } = await read(`${header}\na,b,c`, {})
    t.equal(course?.slug, slug, header)
  }
  t.match((await read('English,Spanish\nthe dog,el perro')).items, [{ target: ['el perro'], source: ['the dog'] }])
  t.match((await read('English alternatives,es,en\na hound,el perro,the dog')).items, [
    { target: ['el perro'], source: ['the dog', 'a hound'] }
  ])
})

t.test('faults are told where they are', async (t) => {
  const read = readerIn(t)
  for (const [table, faults] of [
    ['', ['1: empty-file']],
    ['el perro,the dog\nel gato,the cat', ['1: missing-column']],
    ['word\nel perro', ['1: missing-column']],
    ['word,translation,colour,notes\na,b,c,d', ['1:18 unknown-key', '1:25 not-kept']],
    ['word,translation\n,\n\nel perro,the dog', ['2: empty-row', '3: empty-row']],
    ['word,translation\nel perro,\n,the dog', ['2:1 missing-text', '3:1 missing-text']],
    ['word,translation\nsí, claro,yes', ['2:11 ragged-row']],
    ['word,translation\n"a"b,c\na,"b\nc,d', ['2:1 stray-quote', '3:3 stray-quote']],
    ['word,translation\n"a\n\nb",c\n"d"e,f', ['5:1 stray-quote']],
    ['word,translation,kind\na,b,verb', ['2:5 unknown-kind']],
    ['word,translation\nel perro,the dog\nEl perro,The dog', ['3:1 duplicate-item']],
    ['word,translation\na\0b,c', ['2:1 unusable-text', '2:1 missing-text']],
    ['word,translation\n???,c', ['2:1 unusable-text', '2:1 missing-text']],
    ['word,translation\n{a,c', ['2:1 unbalanced-marks']],
    ['word,translation,word patterns\na,b,(c; [d]', ['2:1 bad-pattern']],
    ['word,translation,word patterns\na,b,(1|2|3)(1|2|3)(1|2|3)(1|2|3)(1|2|3)', ['2:1 large-pattern']],
    [`word,translation\n${'x'.repeat(401)},c`, ['2:1 too-long', '2:1 missing-text']],
    [Buffer.from('word,translation\na,b\ncafé,d', 'latin1'), ['3: not-utf8']],
    [Buffer.from('\ufeffword,translation\n', 'utf16le'), ['1: utf-16']]
  ] as const)
    t.strictSame((await read(table)).faults, faults, JSON.stringify(table))
  t.strictSame((await read('word,translation\na,b', { target: languages.target })).faults, ['1: missing-language'])
  t.strictSame((await read('word,translation\na,b', { target: languages.target, source: languages.target })).faults, [
    '1: missing-language'
  ])
})

t.test('a million faults are not a million lines', async (t) => {
  const read = readerIn(t)
  const { faults } = await read(`word,translation\n${'a\n'.repeat(10_000)}`)
  t.equal(faults.length, 201)
  t.equal(faults.at(-1), '202:1 missing-text')
})

t.test('more items than a course takes are left out', async (t) => {
  const read = readerIn(t)
  const rows = Array.from({ length: 20_010 }, (_, n) => `palabra ${n},word ${n},skill ${n % 100}`)
  const { course, items, faults } = await read(['word,translation,skill', ...rows].join('\n'))
  t.equal(items.length, 20_000)
  t.strictSame(faults, ['20002:1 too-many'])
  t.equal(course?.units[0]?.skills.length, 100)
})

t.test('a table without skills becomes one, or parts of it, whose items keep their ids', async (t) => {
  const read = readerIn(t)
  const table = (count: number) =>
    `word,translation\n${Array.from({ length: count }, (_, n) => `p${n},w${n}\n`).join('')}`
  const few = await read(table(200))
  t.match(few.units, [{ slug: 'animals', skills: [{ slug: 'animals' }] }])
  const many = await read(table(201))
  t.equal(many.units?.[0]?.skills.length, 11)
  t.strictSame(
    many.items.map(({ id }) => id).slice(0, 200),
    few.items.map(({ id }) => id)
  )
})
