import t from 'tap'
import { itemId } from '../../../src/courses/identity.ts'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import { courseFolder, withSkill } from './course-folder.ts'

const read = async (t: Parameters<typeof courseFolder>[0], files: Parameters<typeof courseFolder>[1]) => {
  const { course, faults } = await readLibreLingo(courseFolder(t, files))
  return { course: course!, skill: course!.units[0]!.skills[0]!, codes: faults.map(({ code }) => code) }
}

t.test('a course is read with its head, its units and its skills', async (t) => {
  const { course } = await read(t, {
    'course.yaml': `
Course:
  Language: {Name: Spanish, IETF BCP 47: es}
  For speakers of: {Name: English, IETF BCP 47: en}
  License: {Name: Attribution 4.0 International, Short name: CC BY 4.0, Link: https://example.org/by}
  Repository: https://example.org/course
  Special characters: [ñ, ¿]
Modules: [basics/, увод]
`,
    'увод/module.yaml': 'Module: {Name: Увод}\nSkills: [animals.yaml]',
    'увод/skills/animals.yaml': 'Skill: {Name: More animals, Thumbnails: [cat1]}\nTwo-way-dictionary: [{cat: gato}]',
    'basics/skills/animals.md': '# Animals\n',
    LICENSE: 'Attribution 4.0 International\n\nText'
  })
  const [basics, second] = course.units
  t.match(course, {
    slug: 'spanish-from-english',
    target: { code: 'es', name: 'Spanish' },
    source: { code: 'en', name: 'English' },
    licence: { name: 'Attribution 4.0 International', shortName: 'CC BY 4.0', link: 'https://example.org/by' },
    licenceFile: 'Attribution 4.0 International',
    repository: 'https://example.org/course',
    specialCharacters: ['ñ', '¿'],
    accents: 'note'
  })
  t.match(basics, { slug: 'basics', name: 'Basics', skills: [{ slug: 'animals', introduction: '# Animals\n' }] })
  t.match(second, { slug: /^unit-[0-9a-f]{8}$/, name: 'Увод' })
  t.match(second!.skills[0], { slug: `${second!.slug}-animals`, images: ['cat1'], introduction: null })
})

t.test('forms keep their order and their marks', async (t) => {
  const { skill } = await read(
    t,
    withSkill(
      'New words:',
      '  - Word: el perro',
      '    Synonyms: [el can]',
      '    Translation: the dog',
      '    Also accepted: [the (good) hound]',
      '    Images: [dog1, dog1]',
      'Phrases:',
      '  - Phrase: "{Buenos días}"',
      '    Alternative versions: [él/ella]',
      '    Translation: no',
      '    Alternative translations: [1, "true"]'
    )
  )
  t.match(skill.items, [
    { kind: 'word', target: ['el perro', 'el can'], source: ['the dog', 'the (good) hound'], images: ['dog1', 'dog1'] },
    { kind: 'phrase', target: ['{Buenos días}', 'él/ella'], source: ['no', '1', 'true'], images: [] }
  ])
})

t.test(
  'words that YAML 1.1 would take for truth values are words, also as keys, and say nothing in the report',
  async (t) => {
    const { skill, codes } = await read(
      t,
      withSkill(
        'New words:',
        '  - Word: no',
        '    Translation: no',
        '  - Word: on',
        '    Synonyms: [yes, off]',
        '    Translation: y',
        'Mini-dictionary:',
        '  Spanish:',
        '    - no: no',
        '    - on: [yes, y]'
      )
    )
    t.match(skill.items, [
      { target: ['no'], source: ['no'] },
      { target: ['on', 'yes', 'off'], source: ['y'] }
    ])
    t.strictSame(skill.dictionary, [
      { side: 'target', term: 'no', meanings: ['no'] },
      { side: 'target', term: 'on', meanings: ['yes', 'y'] }
    ])
    t.strictSame(codes, [])
  }
)

t.test('alternatives between slashes are kept as they are written', async (t) => {
  const { skill, codes } = await read(
    t,
    withSkill('Phrases:', '  - Phrase: él/ella come', '    Translation: he/she eats')
  )
  t.match(skill.items, [{ target: ['él/ella come'], source: ['he/she eats'] }])
  t.strictSame(codes, [])
})

t.test('what LibreLingo has no word for is read under keys of our own', async (t) => {
  const key = '0c7e1f3a-5b52-4a0e-9d5d-3a1c8e9b7f60'
  const { course, skill, codes } = await read(t, {
    'course.yaml': `
Course: {Language: {Name: Spanish, IETF BCP 47: es}, For speakers of: {Name: English, IETF BCP 47: en}}
Modules: [basics]
Parlance: {Slug: my-spanish, Attribution: Ada and others, Accents: strict}
`,
    'basics/module.yaml': 'Module: {Name: Basics, Slug: first-steps}\nSkills: [animals.yaml]',
    ...withSkill(
      '  Slug: beasts',
      'New words:',
      '  - Word: perro',
      '    Translation: dog',
      `    Key: ${key.toUpperCase()}`,
      '    Patterns: ["[el] (perro|can)"]',
      '    Translation patterns: ["[the] dog"]',
      '    Audio: perro.mp3',
      'Phrases:',
      '  - Phrase: Hola',
      '    Translation: Hello',
      'Item order: [1 phrase, 1 word]',
      'Mini-dictionary: {Spanish: [perro: dog], English: [dog: perro]}',
      'Dictionary order: [1 source]'
    )
  })
  t.match(course, { slug: 'my-spanish', attribution: 'Ada and others', accents: 'strict' })
  t.match(course.units, [{ slug: 'first-steps', skills: [{ slug: 'beasts' }] }])
  t.match(skill.items, [
    { kind: 'phrase', id: itemId('my-spanish', 'beasts', 'Hola', 'Hello') },
    {
      kind: 'word',
      id: key,
      patterns: { target: ['[el] (perro|can)'], source: ['[the] dog'] },
      audio: 'perro.mp3'
    }
  ])
  t.match(skill.dictionary, [{ side: 'source' }, { side: 'target' }])
  t.strictSame(codes, ['not-in-dictionary', 'not-in-dictionary'])
})

t.test('a module that lists no skills is kept, one whose skills could not be read is not', async (t) => {
  const { course } = await read(t, {
    'course.yaml': `
Course: {Language: {Name: Spanish, IETF BCP 47: es}, For speakers of: {Name: English, IETF BCP 47: en}}
Modules: [basics, later, lost]
`,
    'later/module.yaml': 'Module: {Name: Later}\nSkills: []',
    'lost/module.yaml': 'Module: {Name: Lost}\nSkills: [none.yaml]'
  })
  t.match(course.units, [{ slug: 'basics' }, { slug: 'later', name: 'Later', skills: [] }])
  t.equal(course.units.length, 2)
})

t.test('a dictionary has each term once, and both directions of a two-way entry', async (t) => {
  const { skill } = await read(
    t,
    withSkill(
      'Mini-dictionary:',
      '  English:',
      '    - the: [el, la]',
      '    - no: no',
      '    - the: los',
      '  Spanish:',
      '    - el: the',
      'Two-way-dictionary:',
      '  - still: ainda',
      '  - yet: ainda'
    )
  )
  t.strictSame(skill.dictionary, [
    { side: 'target', term: 'el', meanings: ['the'] },
    { side: 'target', term: 'ainda', meanings: ['still', 'yet'] },
    { side: 'source', term: 'the', meanings: ['el', 'la', 'los'] },
    { side: 'source', term: 'no', meanings: ['no'] },
    { side: 'source', term: 'still', meanings: ['ainda'] },
    { side: 'source', term: 'yet', meanings: ['ainda'] }
  ])
})

t.test('dictionary sections under other names go to the side whose words they explain', async (t) => {
  const { skill, codes } = await read(
    t,
    withSkill(
      'New words:',
      '  - Word: el perro',
      '    Translation: the dog',
      'Mini-dictionary:',
      '  Inglés:',
      '    - dog: perro',
      '  Castellano:',
      '    - perro: dog'
    )
  )
  t.match(skill.dictionary, [
    { side: 'target', term: 'perro' },
    { side: 'source', term: 'dog' }
  ])
  t.strictSame(codes, ['dictionary-language', 'dictionary-language'])
})

t.test('an item keeps its id when its place, its alternatives and its case change', async (t) => {
  const before = await read(t, {})
  const after = await read(
    t,
    withSkill(
      'New words:',
      '  - Word: gato',
      '    Translation: cat',
      '  - Word: Perro',
      '    Synonyms: [can]',
      '    Translation: Dog'
    )
  )
  t.equal(after.skill.items[1]?.id, before.skill.items[0]?.id)
})

t.test('entries with the same main forms become one item with the forms of both', async (t) => {
  const { skill } = await read(
    t,
    withSkill(
      'New words:',
      '  - {Word: perro, Synonyms: [can], Translation: dog}',
      '  - {Word: perro, Translation: Dog, Also accepted: [hound], Images: [dog1]}'
    )
  )
  t.match(skill.items, [{ target: ['perro', 'can'], source: ['dog', 'Dog', 'hound'], images: ['dog1'] }])
  t.equal(skill.items.length, 1)
})

t.test('the parent of a folder named course does as well, with the licence file in it', async (t) => {
  const parent = courseFolder(t, {
    'course/course.yaml':
      'Course: {Language: {Name: Basque, IETF BCP 47: eu}, For speakers of: {Name: English, IETF BCP 47: en}}',
    'course.yaml': undefined,
    LICENSE: 'MIT License'
  })
  const fromParent = await readLibreLingo(parent)
  t.match(fromParent.course, { slug: 'basque-from-english', licenceFile: 'MIT License' })
  t.strictSame(await readLibreLingo(`${parent}/course`), fromParent)
})

t.test('a symbolic link out of the course folder is not followed, one within it is', async (t) => {
  const dir = t.testdir({
    'secret.yaml': 'Skill: {Name: Secret}',
    course: {
      'course.yaml': [
        'Course: {Language: {Name: Basque, IETF BCP 47: eu}, For speakers of: {Name: English, IETF BCP 47: en}}',
        'Modules: [basics]'
      ].join('\n'),
      basics: {
        'module.yaml': 'Module: {Name: Basics}\nSkills: [out.yaml, in.yaml]',
        skills: {
          'out.yaml': t.fixture('symlink', '../../../secret.yaml'),
          'in.yaml': t.fixture('symlink', 'real.yaml'),
          'real.yaml': 'Skill: {Name: Real}\nTwo-way-dictionary: [{dog: txakur}]'
        }
      }
    }
  })
  const { course, faults } = await readLibreLingo(`${dir}/course`)
  t.strictSame(
    course?.units[0]?.skills.map(({ name }) => name),
    ['Real']
  )
  t.match(faults, [{ file: 'basics/module.yaml', line: 2, code: 'outside-folder' }])
})

t.test('a folder that is not there is a fault, not an exception', async (t) => {
  t.match(await readLibreLingo('/no/such/folder'), { course: undefined, faults: [{ code: 'missing-file' }] })
})
