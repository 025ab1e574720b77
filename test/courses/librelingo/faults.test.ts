import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { itemId } from '../../../src/courses/identity.ts'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import { readCourse } from '../../../src/courses/read-course.ts'
import { type FaultCode, severities } from '../../../src/courses/report.ts'
import { smallCourse } from '../../support/courses.ts'
import { type Packed, zipOf } from '../../support/zip.ts'
import { courseFolder, withSkill } from './course-folder.ts'

const skill = 'basics/skills/animals.yaml'
const words = (...lines: string[]) => withSkill('New words:', '  - Word: perro', '    Translation: dog', ...lines)
const course = (language: string[], ...lines: string[]) => ({
  'course.yaml': [
    'Course:',
    '  Language:',
    ...language,
    '  For speakers of:',
    '    Name: English',
    '    IETF BCP 47: en',
    ...lines,
    'Modules: [basics]'
  ].join('\n')
})
const spanish = ['    Name: Spanish', '    IETF BCP 47: es']
const otherSkill = (...lines: string[]) => ({
  'basics/module.yaml': 'Module:\n  Name: Basics\nSkills:\n  - animals.yaml\n  - plants.yaml\n',
  'basics/skills/plants.yaml': lines.join('\n')
})

const withOurs = (line: string) => ({
  'course.yaml': `${course(spanish)['course.yaml']}\nParlance:\n  ${line}`
})
const uuid = '0c7e1f3a-5b52-4a0e-9d5d-3a1c8e9b7f60'
const idOfPerro = itemId('spanish-from-english', 'animals', 'perro', 'dog')

type Case = [files: Record<string, string | Buffer | undefined>, at: string, says?: RegExp]

/** Those of other formats, whose places are tested with them. */
type Elsewhere =
  | 'unknown-format'
  | Extract<FaultCode, `zip-${string}`>
  | 'malformed-json'
  | 'missing-field'
  | 'unknown-field'
  | 'wrong-value'
  | 'repeated-id'
  | 'repeated-slug'
  | 'too-long'
  | 'too-many'
  | 'missing-column'
  | 'malformed-collection'
  | 'ragged-row'
  | 'stray-quote'
  | 'unknown-kind'
  | 'cloze'
  | 'empty-row'

/** For every code a course with that one fault, and the place it must be reported at. */
const cases: Record<Exclude<FaultCode, Elsewhere>, Case[]> = {
  'missing-file': [
    [{ [skill]: undefined }, 'basics/module.yaml:4'],
    [{ 'basics/module.yaml': undefined, [skill]: undefined }, 'course.yaml:9'],
    [{ 'course.yaml': undefined }, 'course.yaml:1']
  ],
  'unreadable-file': [[{ [skill]: undefined, [`${skill}/a`]: '' }, `${skill}:1`]],
  'outside-folder': [
    [{ 'basics/module.yaml': 'Module:\n  Name: B\nSkills: [animals.yaml, ../../../x.yaml]' }, 'basics/module.yaml:3'],
    [{ 'basics/module.yaml': 'Module:\n  Name: B\nSkills: [animals.yaml, /etc/hosts]' }, 'basics/module.yaml:3'],
    [{ 'course.yaml': course(spanish)['course.yaml'].replace('basics', 'basics, ..') }, 'course.yaml:8']
  ],
  'too-large': [[{ [skill]: `#${' '.repeat(10_000_000)}` }, `${skill}:1`]],
  'utf-16': [
    [{ [skill]: Buffer.from('\ufeffSkill:\n', 'utf16le') }, `${skill}:1`],
    [{ [skill]: Buffer.from('Skill:\n  Name: Animals\n', 'utf16le') }, `${skill}:1`]
  ],
  'not-utf8': [[{ [skill]: Buffer.from('Skill:\n  Name: Ni\xf1o\n', 'latin1') }, `${skill}:2`]],
  'malformed-yaml': [
    [words('  - Word: gato: negro', '    Translation: cat'), `${skill}:7`, /Lines 7 to 8 are left out/],
    [words('  - Word: "gato', '    Translation: cat'), `${skill}:9`, /Lines 7 to 8 are left out/],
    [words('  - Word: @gato'), `${skill}:7`, /Line 7 is left out/],
    [words('\t- Word: gato'), `${skill}:7`]
  ],
  'wrong-shape': [
    [words('  - gato'), `${skill}:7`],
    [words('  - Word: {gato}', '    Translation: {cat}', '    Images:', '      - [a]'), `${skill}:10`],
    [{ [skill]: 'Animals' }, `${skill}:1`],
    [withSkill('Mini-dictionary:', '  - perro: dog'), `${skill}:5`]
  ],
  'missing-language': [[course(['    IETF BCP 47: es']), 'course.yaml:3']],
  'missing-text': [
    [words('  - Word: gato'), `${skill}:7`, /no Translation/],
    [words('Mini-dictionary:', '  Spanish:', '    - gato:'), `${skill}:9`, /no meaning/],
    [words('Mini-dictionary:', '  Spanish:', '    - gato'), `${skill}:9`, /no meaning/]
  ],
  'unusable-text': [
    [words('    Also accepted:', '      - "hound\\0"'), `${skill}:8`],
    [words('    Also accepted:', '      - "\\ud800"'), `${skill}:8`],
    [{ 'basics/skills/animals.md': 'a\0b' }, 'basics/skills/animals.md:1']
  ],
  'empty-file': [[otherSkill(''), 'basics/skills/plants.yaml:1']],
  'empty-module': [
    [{ 'basics/module.yaml': 'Module:\n  Name: Basics\nSkills: []', [skill]: undefined }, 'basics/module.yaml:1'],
    [{ 'course.yaml': course(spanish)['course.yaml'].replace('[basics]', '[]') }, 'course.yaml:1']
  ],
  'empty-skill': [[withSkill('New words: []', 'Phrases: []'), `${skill}:1`]],
  'unlisted-file': [
    [{ 'basics/skills/plants.yaml': 'Skill:' }, 'basics/skills/plants.yaml:1'],
    [{ 'extra/module.yaml': 'Module:' }, 'extra/module.yaml:1'],
    [{ 'basics/skills/anmals.md': 'Hello' }, 'basics/skills/anmals.md:1', /beside/]
  ],
  'listed-twice': [
    [
      { 'basics/module.yaml': 'Module:\n  Name: B\nSkills:\n  - animals.yaml\n  - animals.yaml' },
      'basics/module.yaml:5'
    ]
  ],
  'misspelt-key': [
    [words('    Also acccepted:', '      - hound'), `${skill}:7`, /“Also accepted”/],
    [
      withSkill('Phrases:', '  - Phrase: Hola', '    Alternative version: [Oye]', '    Translation: Hi'),
      `${skill}:6`,
      /“Alternative versions”/
    ],
    [
      withSkill('Phrases:', '  - Phrase: Hola', '    Translation: Hi', '    Alternative translation: [Hello]'),
      `${skill}:7`,
      /“Alternative translations”/
    ],
    [words('    Imagé:', '      - dog1'), `${skill}:7`, /“Images”/],
    [withSkill('New Words:', '  - Word: perro', '    Translation: dog'), `${skill}:4`, /“New words”/]
  ],
  'misplaced-key': [
    [withSkill('Phrases:', '  - Phrase: Hola', '    Translation: Hi', '    Also accepted: [Hello]'), `${skill}:7`]
  ],
  'unknown-key': [[words('    Gender: masculine'), `${skill}:7`, /left out/]],
  'duplicate-key': [
    [words('    Translation: hound'), `${skill}:7`, /“hound” is left out/],
    [words('    Images:', '    Images: [dog1]'), `${skill}:8`, /joined/]
  ],
  'not-a-list': [
    [words('    Also accepted: hound'), `${skill}:7`],
    [words('Mini-dictionary:', '  Spanish:', '    perro: dog'), `${skill}:9`]
  ],
  'list-for-text': [[withSkill('New words:', '  - Word: [perro, can]', '    Translation: dog'), `${skill}:5`]],
  'not-text': [
    [words('  - Word: 1', '    Translation: one'), `${skill}:7`],
    [words('  - Word: verdad', '    Translation: true'), `${skill}:8`]
  ],
  'unquoted-text': [
    [words('  - Word: {el gato}', '    Translation: the cat'), `${skill}:7`],
    [words('  - Word: gato #1', '    Translation: cat'), `${skill}:7`, /“#1” for a comment/]
  ],
  'unbalanced-marks': [
    [words('  - Word: el (gato', '    Translation: the cat'), `${skill}:7`],
    [words('  - Word: el gato', '    Translation: the} {cat'), `${skill}:8`]
  ],
  'missing-name': [
    [{ [skill]: 'New words:\n  - Word: perro\n    Translation: dog' }, `${skill}:1`],
    [{ 'basics/module.yaml': 'Skills: [animals.yaml]' }, 'basics/module.yaml:1']
  ],
  'duplicate-id': [
    [
      otherSkill(
        'Skill: {Name: Plants, Id: d5c1a3f6-0b5e-4f4c-9d4e-8a2f6f1f8f10}',
        'Two-way-dictionary: [{tree: árbol}]'
      ),
      'basics/skills/plants.yaml:1'
    ]
  ],
  'duplicate-slug': [
    [
      {
        'basics/module.yaml': 'Module:\n  Name: Basics\nSkills: [animals.yaml, Animals.yaml]',
        'basics/skills/Animals.yaml': 'Skill: {Name: More animals}\nTwo-way-dictionary: [{cat: gato}]'
      },
      'basics/skills/Animals.yaml:1'
    ]
  ],
  'duplicate-item': [[words('  - Word: Perro', '    Translation: dog'), `${skill}:7`, /line 5/]],
  'dictionary-language': [[words('Mini-dictionary:', '  Castilian:', '    - perro: dog'), `${skill}:8`, /“Spanish”/]],
  'language-tag': [
    [course(['    Name: Russian', '    IETF BCP 47: rus']), 'course.yaml:4', /“ru”/],
    [course(['    Name: Serbian', '    IETF BCP 47: srb']), 'course.yaml:4', /“sr”/],
    [course(['    Name: Houma', '    IETF BCP 47: Houma']), 'course.yaml:4', /“und”/],
    [course(['    Name: French', '    IETF BCP 47:']), 'course.yaml:3', /“fr”/]
  ],
  'licence-conflict': [
    [
      {
        ...course(spanish, '  License:', '    Name: Attribution-ShareAlike 4.0 International'),
        LICENSE: '\nAttribution-NonCommercial-ShareAlike 4.0 International\n'
      },
      'course.yaml:9'
    ]
  ],
  'bad-pattern': [
    [words('    Patterns: ["(el perro", "[el] perro"]'), `${skill}:5`, /left out/],
    [words('    Translation patterns: [a|b]'), `${skill}:5`, /left out/]
  ],
  'large-pattern': [[words('    Patterns: ["[a] [b] [c] [d] [e] [f] [g] perro"]'), `${skill}:5`]],
  'unusable-value': [
    [words('    Key: seven'), `${skill}:7`, /no UUID/],
    [
      words(`    Key: ${uuid}`, '  - Word: gato', '    Translation: cat', `    Key: ${uuid}`),
      `${skill}:8`,
      /animals\.yaml:5 already/
    ],
    [
      {
        ...words(),
        ...otherSkill('Skill: {Name: Plants}', `New words: [{Word: uva, Translation: grape, Key: ${idOfPerro}}]`)
      },
      `${skill}:5`,
      /plants\.yaml:2 already/
    ],
    [{ [skill]: 'Skill: {Name: Animals, Slug: Ñu}\nTwo-way-dictionary: [{dog: perro}]' }, `${skill}:1`, /no Slug/],
    [{ 'basics/module.yaml': 'Module: {Name: B, Slug: "-"}\nSkills: [animals.yaml]' }, 'basics/module.yaml:1'],
    [withOurs('Slug: Ñu'), 'course.yaml:10', /no Slug/],
    [withOurs('Accents: loud'), 'course.yaml:10', /no Accents/]
  ],
  'integer-id': [[{ [skill]: 'Skill: {Name: A, Id: 7}\nTwo-way-dictionary: [{dog: perro}]' }, `${skill}:1`]],
  'duplicate-name': [
    [otherSkill('Skill:', '  Name: Animals', 'Two-way-dictionary: [{cat: gato}]'), 'basics/skills/plants.yaml:2']
  ],
  spacing: [
    [words('  - Word: el  gato', '    Translation: the cat'), `${skill}:7`],
    [words('  - Word: gato', '    Translation: "cat "'), `${skill}:8`]
  ],
  'not-nfc': [[words('  - Word: nin\u0303o', '    Translation: child'), `${skill}:7`]],
  'curly-apostrophe': [[words('  - Word: hombre del saco', '    Translation: bogey’s man'), `${skill}:8`]],
  'repeated-form': [[words('    Synonyms: [can, perro]'), `${skill}:5`]],
  'repeated-meaning': [
    [words('Mini-dictionary:', '  Spanish:', '    - perro: dog', '    - perro: [hound, dog]'), `${skill}:10`],
    [words('Two-way-dictionary:', '  - dog: perro', '  - dog: perro'), `${skill}:9`]
  ],
  'several-answers': [[words('  - Word: can', '    Translation: dog'), `${skill}:7`, /:5: either is accepted/]],
  'not-in-dictionary': [
    [
      words(
        'Phrases:',
        '  - Phrase: ¡Hola, perro!',
        '    Translation: dog',
        'Mini-dictionary:',
        '  Spanish: [el: the]'
      ),
      `${skill}:8`,
      /“hola”/
    ]
  ],
  'not-kept': [
    [words('New Characters:', '  - Character: ñ'), `${skill}:8`],
    [
      { ...course(spanish), 'course.yaml': `${course(spanish)['course.yaml']}\nSettings:\n  - no audio` },
      'course.yaml:10'
    ],
    [{ 'course.md': '# Spanish' }, 'course.md:1']
  ]
}

for (const [code, examples] of Object.entries(cases))
  t.test(`${code} is reported where it is, and the rest of the course is kept`, async (t) => {
    for (const [files, at, says = /./] of examples) {
      const { course, faults } = await readLibreLingo(courseFolder(t, files))
      const found = faults.filter((fault) => fault.code === code)
      t.strictSame(
        found.map(({ file, line }) => `${file}:${line}`),
        [at]
      )
      t.match(found[0]?.message, says)
      t.equal(course === undefined, code === 'missing-language' || ('course.yaml' in files && !files['course.yaml']))
    }
  })

const zip = (packed: Partial<Packed>): Buffer => zipOf([{ name: 'course.yaml', content: 'Course:', ...packed }])
const json = (change: object) => JSON.stringify({ ...smallCourse(), ...change })
const [unit] = smallCourse().units
const [one] = unit!.skills

const table = (...rows: string[]) => ['Spanish,English,Skill', ...rows, ''].join('\n')

/** For every code of another format a file that has that fault. */
const others: Record<Elsewhere, [name: string, content: string | Buffer]> = {
  'unknown-format': ['course.odt', ''],
  'zip-damaged': ['a.zip', 'no zip'],
  'zip-encrypted': ['a.zip', zip({ flags: 1 })],
  'zip-bomb': ['a.zip', zipOf([], { entries: 10_001 })],
  'zip-path': ['a.zip', zip({ name: '../course.yaml' })],
  'zip-link': ['a.zip', zip({ mode: 0o120777 })],
  'malformed-json': ['a.json', '{"slug": '],
  'missing-field': ['a.json', json({ target: undefined })],
  'unknown-field': ['a.json', json({ tagret: {} })],
  'wrong-value': ['a.json', json({ slug: 'No slug' })],
  'repeated-slug': ['a.json', json({ units: [unit, unit] })],
  'repeated-id': ['a.json', json({ units: [{ ...unit, skills: [one, { ...one, slug: 'more' }] }] })],
  'missing-column': ['a.csv', 'Spanish,Colour\nel perro,red\n'],
  'too-long': ['a.csv', table(`${'a'.repeat(401)},the dog`)],
  'too-many': ['a.csv', table(...Array.from({ length: 1_001 }, (_, i) => `perro ${i},dog ${i},skill ${i}`))],
  'ragged-row': ['a.csv', table('el perro,the dog,Animals,,,and more')],
  'stray-quote': ['a.csv', table('el "perro,the dog', '"el gato" x,the cat')],
  'unknown-kind': ['a.csv', 'Spanish,English,Kind\nel perro,the dog,verb\n'],
  'empty-row': ['a.csv', table('el perro,the dog', ',,')],
  cloze: ['a.txt', '#separator:tab\n#columns:Spanish\tEnglish\n{{c1::el perro}}\tthe dog\n'],
  'malformed-collection': ['a.apkg', zipOf([{ name: 'collection.anki2', content: 'no database' }])]
}

for (const [code, [name, content]] of Object.entries(others))
  t.test(`${code} is reported of ${name}`, async (t) => {
    const { faults } = await readCourse(join(t.testdir({ [name]: content }), name))
    t.ok(
      faults.some((fault) => fault.code === code),
      faults.map((fault) => fault.code).join()
    )
  })

t.test('no code is without a course that has its fault', async (t) => {
  t.strictSame(Object.keys({ ...cases, ...others }).sort(), Object.keys(severities).sort())
  t.ok(Object.values(cases).every((examples) => examples.length > 0))
})

t.test('a sound course has no faults', async (t) => {
  const { course, faults } = await readLibreLingo(courseFolder(t))
  t.strictSame(faults, [])
  t.equal(course?.slug, 'spanish-from-english')
})

t.test('the documentation explains every fault, with its severity', async (t) => {
  const text = await readFile(new URL('../../../docs/course-format.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| (error|warning|info) \| \S.* \| \S.* \|$/gm)]
  t.strictSame(Object.fromEntries(rows.map(([, code, severity]) => [code, severity])), severities)
})
