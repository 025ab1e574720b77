import { sql } from 'kysely'
import t from 'tap'
import type { CourseDocument, Item } from '../../src/courses/document.ts'
import { findSearchedCourse, searchItems } from '../../src/courses/search.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)

/** A course with these items in its skills. */
const courseOf = (slug: string, forms: Record<string, [target: string[], source: string[]][]>, languages = {}) => ({
  ...smallCourse(slug, languages),
  units: [
    {
      slug: 'only',
      name: 'Only',
      skills: Object.entries(forms).map(([skill, items]) => ({
        ...smallCourse(slug).units[0]!.skills[1]!,
        slug: skill,
        items: items.map(([target, source]) => item(slug, skill, target, source))
      }))
    }
  ]
})

async function found(slug: string, query: string, limit = 50) {
  const items = await searchItems(db, (await findSearchedCourse(db, slug))!, query, limit)
  return items.map(({ target }) => target)
}

const withItem = (course: CourseDocument, changes: Partial<Item>) =>
  withSkill(course, 'one', (skill) => ({
    ...skill,
    items: [{ ...skill.items[0]!, ...changes }, ...skill.items.slice(1)]
  }))

t.test(
  'forms that are the query come first, then those that begin so, have its words, or words that begin so',
  async (t) => {
    const course = courseOf('ranked', {
      one: [
        [['una gata negra'], ['a black she-cat']],
        [['el gatazo'], ['the huge cat']],
        [['un perro y el gato'], ['a dog and the tomcat']],
        [['El gato negro come.'], ['The black cat eats.']]
      ],
      two: [
        [['El gato come.'], ['The cat eats.']],
        [
          ['el gato', 'el minino'],
          ['the cat', 'the kitty']
        ],
        [['casa'], ['gato']]
      ]
    })
    await storeCourse(db, course)
    t.same(await found('ranked', 'el gato'), ['el gato', 'El gato negro come.', 'El gato come.', 'un perro y el gato'])
    t.same(await found('ranked', 'gato'), [
      'casa',
      'un perro y el gato',
      'El gato negro come.',
      'El gato come.',
      'el gato'
    ])
    t.same((await found('ranked', 'gat')).length, 7)
    t.same(await found('ranked', 'gat el'), [
      'el gatazo',
      'un perro y el gato',
      'El gato negro come.',
      'El gato come.',
      'el gato'
    ])
    t.same(await found('ranked', 'minino'), ['el gato'], 'by any form')
    t.same(await found('ranked', 'minino gato'), [], 'all words in one form')
    t.same(await found('ranked', 'the cat', 2), ['el gato', 'El gato come.'], 'on the other side, at most as many')
    t.same(await found('ranked', 'el cat'), [], 'not half on one side, half on the other')
    t.same(await found('ranked', 'ato'), [], 'nothing from the middle of a word')
    t.same(await found('ranked', '¡El, GATO!'), await found('ranked', 'el gato'))
    const items = await searchItems(db, (await findSearchedCourse(db, 'ranked'))!, 'minino', 1)
    const { id } = course.units[0]!.skills[1]!.items[1]!
    t.same(items, [{ id, kind: 'word', target: 'el gato', source: 'the cat', skill: 'two' }])
  }
)

t.test('case, accents and marks make no difference, signs mean themselves', async (t) => {
  const course = courseOf('marks', {
    one: [
      [['la {oficina de correos}'], ['the (local) {post office}']],
      [['él/ella está'], ['he/she is']],
      [['niño'], ['child']],
      [['100 %'], ['a hundred per cent']],
      [['200 euros'], ['two hundred']],
      [['a_b'], ['a under b']],
      [['Łódź, Tromsø'], ['two towns']],
      [["l'eau"], ['water']]
    ]
  })
  await storeCourse(db, course)
  const cases: [query: string, ...found: string[]][] = [
    ['oficina de c', 'la oficina de correos'],
    ['post office', 'la oficina de correos'],
    ['the post', 'la oficina de correos'],
    ['local', 'la oficina de correos'],
    ['ELLA ESTA', 'él/ella está'],
    ['she is', 'él/ella está'],
    ['nino', 'niño'],
    ['NIN\u0303O', 'niño'],
    ['ñiño', 'niño'],
    ['%', '100 %'],
    ['100%', '100 %'],
    ['2%'],
    ['_', 'a_b'],
    ['a_b', 'a_b'],
    ['n_ño'],
    ['ni%'],
    ['%%%', '100 %'],
    ['lodz', 'Łódź, Tromsø'],
    ['TROMSO', 'Łódź, Tromsø'],
    ['l’eau', "l'eau"],
    ['eau', "l'eau"],
    ['...'],
    [' '],
    ['\\'],
    ["'; drop table items; --"]
  ]
  for (const [query, ...expected] of cases) t.same(await found('marks', query), expected, query)
})

t.test('every script is searched as it is written', async (t) => {
  const languages = { target: { code: 'ja', name: 'Japanese' }, source: { code: 'tr', name: 'Turkish' } }
  await storeCourse(
    db,
    courseOf(
      'scripts',
      {
        one: [
          [['東京に行きます。'], ['ISPARTA İzmir ışık']],
          [['ＡＢＣ'], ['мой дом']],
          [['猫'], ['שָׁלוֹם']]
        ]
      },
      languages
    )
  )
  const cases: [query: string, ...found: string[]][] = [
    ['東京', '東京に行きます。'],
    ['東', '東京に行きます。'],
    ['東京に 行', '東京に行きます。'],
    ['猫', '猫'],
    ['abc', 'ＡＢＣ'],
    ['isparta izmir', '東京に行きます。'],
    ['IŞIK', '東京に行きます。'],
    ['МОЙ', 'ＡＢＣ'],
    ['שלום', '猫']
  ]
  for (const [query, ...expected] of cases) t.same(await found('scripts', query), expected, query)
})

t.test('what is found follows each edition, of which only what changed is written', async (t) => {
  const forms: [string[], string[]][] = [
    [['el perro'], ['the dog']],
    [['el gato'], ['the cat']]
  ]
  const course = courseOf('edited', { one: forms })
  const terms = async () => {
    const { id } = (await findSearchedCourse(db, 'edited'))!
    return (
      await sql<{
        xmin: string
        item_id: string
      }>`select xmin, * from item_terms where course_id = ${id} order by side, term, item_id`.execute(db)
    ).rows
  }
  await storeCourse(db, course)
  const before = await terms()
  const [dog, cat] = course.units[0]!.skills[0]!.items.map(({ id }) => id)

  await storeCourse(
    db,
    withItem(course, { target: ['el perro', 'el can'], patterns: { target: ['(un|este) perrito'], source: [] } })
  )
  t.same(await found('edited', 'can'), ['el perro'])
  t.same(await found('edited', 'este perrito'), ['el perro'])
  const ofCat = (rows: { item_id: string }[]) => rows.filter(({ item_id }) => item_id === cat)
  t.same(ofCat(await terms()), ofCat(before), 'the terms of the cat are untouched')

  await storeCourse(db, course)
  t.same(await found('edited', 'can'), [])
  await storeCourse(db, courseOf('edited', { one: forms.slice(1) }))
  t.same(await found('edited', 'perro'), [], 'a retired item is not found')
  t.notOk((await terms()).some(({ item_id }) => item_id === dog))
  await storeCourse(db, course)
  t.same(await found('edited', 'perro'), ['el perro'], 'and is again when it is back')
  const plain = (rows: object[]) => rows.map((row) => ({ ...row, xmin: 0 }))
  t.same(plain(await terms()), plain(before))
})

t.test('however many items have a word, and however long they are, few are read', async (t) => {
  const many = Array.from({ length: 1_000 }, (_, i): [string[], string[]] => [[`e${i} común`], [`x ${i}`]])
  const long = 'larguísimo'.repeat(50)
  await storeCourse(
    db,
    courseOf('many', { one: [...many, [['e'], ['letter']], [[long, `común ${'y '.repeat(300)}fin`], ['long']]] })
  )
  t.equal((await found('many', 'e'))[0], 'e', 'the word itself comes first')
  t.equal((await found('many', 'e', 20)).length, 20)
  t.equal((await found('many', 'comun')).length, 50)
  t.same(
    await found('many', 'comun e77 c'),
    [...Array(11).keys()].map((i) => (i ? `e77${i - 1} común` : 'e77 común')),
    'by the rarest word'
  )
  t.same(await found('many', long.slice(0, 100)), [long])
  t.same(await found('many', 'fin y com'), [long])
})
