import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { readCourse } from '../../src/courses/read-course.ts'
import { smallCourse } from '../support/courses.ts'
import { type Packed, zipOf } from '../support/zip.ts'
import { courseFiles, courseFolder } from './librelingo/course-folder.ts'

const course = smallCourse()

/** What reading a file of this name and content gives, faults in short. */
async function read(t: Test, name: string, content: string | Buffer, options = {}) {
  const path = join(t.testdir({ [name]: content }), name)
  const { format, course, faults } = await readCourse(path, options)
  const short = faults.map(({ file, line, column, code }) => [file, line, column, code].filter(Boolean).join(':'))
  return { format, course, faults, short }
}

const packed = (prefix = ''): Packed[] =>
  Object.entries(courseFiles).map(([name, content]) => ({ name: prefix + name, content }))

t.test('a folder is a LibreLingo course', async (t) => {
  const { format, course, faults } = await readCourse(courseFolder(t))
  t.strictSame(faults, [])
  t.match({ format, slug: course?.slug }, { format: 'librelingo', slug: 'spanish-from-english' })
})

t.test('a document is read from JSON and YAML', async (t) => {
  for (const [name, text] of [
    ['course.json', JSON.stringify(course)],
    ['Course.JSON', `\ufeff${JSON.stringify(course, null, 2)}`],
    ['course.yaml', stringify(course)],
    ['course.yml', JSON.stringify(course, null, 2)]
  ] as const) {
    t.strictSame(await read(t, name, text), { format: 'document', course, faults: [], short: [] }, name)
  }
})

t.test('what is wrong with a document has its line and column', async (t) => {
  const wrong = { ...course, slug: 5, licence: { name: 'CC0', extra: 'é' } }
  const json = await read(t, 'c.json', JSON.stringify(wrong, null, 2))
  t.strictSame(json.short, ['c.json:2:11:wrong-shape', 'c.json:13:14:unknown-field'])
  t.match(json.faults[0], { severity: 'error', message: '“slug” must be a text' })
  const yaml = await read(t, 'c.yaml', 'slug: a\ntarget: {code: es, name: Spanish}\nunits:\n  - slug: b\n    nam: c\n')
  t.strictSame(yaml.short.sort(), [
    'c.yaml:1:1:missing-field',
    'c.yaml:4:5:missing-field',
    'c.yaml:4:5:missing-field',
    'c.yaml:5:10:unknown-field'
  ])
  t.equal(yaml.course, undefined)
})

t.test('in YAML whatever is written is text', async (t) => {
  const text = stringify(course).replace('name: Spanish', 'name: 007').replace('name: First', 'name: no')
  const { course: found, short } = await read(t, 'c.yaml', text)
  t.equal(found?.target.name, '007')
  t.equal(found?.units[0]?.name, 'no')
  t.strictSame(short, ['c.yaml:4:9:not-text'])
})

const broken: [what: string, name: string, content: string | Buffer, ...faults: string[]][] = [
  ['broken JSON', 'c.json', '{\n  "slug": x\n}', 'c.json:2:11:malformed-json'],
  ['a number that JSON has not', 'c.json', '[01]', 'c.json:1:malformed-json'],
  ['a key twice in JSON', 'c.json', '{"slug": 1, "slug": {}}', 'c.json:1:13:duplicate-key', 'wrong-shape'],
  ['nothing', 'c.json', '', 'c.json:1:1:malformed-json'],
  ['JSON that nests too deeply', 'c.json', '['.repeat(100_000), 'c.json:1:51:malformed-json'],
  ['YAML that nests too deeply', 'c.yaml', '['.repeat(100_000), 'malformed-yaml'],
  ['broken YAML', 'c.yaml', 'slug: a\nname: "b\n', 'malformed-yaml'],
  ['YAML with aliases', 'c.yaml', 'slug: &a b\ntarget: *a\n', 'c.yaml:2:9:wrong-shape', 'missing-field'],
  ['a key twice in YAML', 'c.yaml', 'slug: a\nslug: b\n', 'c.yaml:2:1:duplicate-key', 'missing-field'],
  ['UTF-16', 'c.json', Buffer.from(`\ufeff${JSON.stringify(course)}`, 'utf16le'), 'c.json:1:utf-16'],
  ['UTF-16 the other way round', 'c.json', Buffer.from(JSON.stringify(course), 'utf16le').swap16(), 'c.json:1:utf-16'],
  ['Latin-1', 'c.yaml', Buffer.from('slug: a\nname: ñ\n', 'latin1'), 'c.yaml:2:not-utf8'],
  ['a file of no known format', 'c.docx', 'a', 'c.docx:1:unknown-format'],
  ['a file of no extension', 'course', 'a', 'course:1:unknown-format'],
  ['YAML of more than 2 MB', 'c.yaml', `# ${' '.repeat(2_000_000)}`, 'c.yaml:1:too-large'],
  ['JSON of more than 1,200,000 values', 'c.json', `[${'1,'.repeat(1_199_999)}1]`, 'c.json:1:too-large']
]

for (const [what, name, content, ...expected] of broken)
  t.test(`${what} is a fault, and nothing is read`, async (t) => {
    const { course, faults, short } = await read(t, name, content)
    t.equal(course, undefined)
    for (const fault of expected)
      t.ok(
        short.some((each) => each.endsWith(fault)),
        `${fault} in ${short.slice(0, 5)}`
      )
    t.ok(faults.some(({ severity }) => severity === 'error'))
  })

t.test('what is not there, no file or too large is a fault', async (t) => {
  const folder = t.testdir({ empty: {}, 'huge.json': '' })
  truncateSync(join(folder, 'huge.json'), 100_000_001)
  const codes = async (name: string) => (await readCourse(join(folder, name))).faults.map(({ code }) => code)
  t.strictSame(await codes('none.json'), ['missing-file'])
  t.strictSame(await codes('empty'), ['missing-file'])
  t.strictSame(await codes('huge.json'), ['too-large'])
  t.strictSame(
    (await readCourse('/dev/null', { format: 'document' })).faults.map(({ code }) => code),
    ['unreadable-file']
  )
  symlinkSync(join(folder, 'loop.json'), join(folder, 'loop.json'))
  t.strictSame(await codes('loop.json'), ['unreadable-file'])
})

t.test('a zip is read wherever its course lies', async (t) => {
  const scratch = readdirSync(tmpdir()).filter((name) => name.startsWith('parlance-'))
  for (const prefix of ['', 'course/', 'repository-main/', 'repository-main/course/']) {
    const litter = [
      { name: '__MACOSX/course.yaml', content: 'x' },
      { name: `${prefix}.DS_Store`, content: 'x' }
    ]
    const { format, course, short } = await read(t, 'c.zip', zipOf([...packed(prefix), ...litter]))
    t.match({ format, slug: course?.slug, short }, { format: 'librelingo', slug: 'spanish-from-english', short: [] })
  }
  const licence = { name: 'a/LICENSE', content: 'CC0 1.0 Universal\n' }
  t.equal((await read(t, 'c.zip', zipOf([...packed('a/course/'), licence]))).course?.licenceFile, 'CC0 1.0 Universal')
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith('parlance-') && !scratch.includes(name))
  t.strictSame(left, [], 'nothing is left of what was unpacked')
})

t.test('a zip of one document is read', async (t) => {
  const content = JSON.stringify(course)
  const { format, course: found } = await read(t, 'c.ZIP', zipOf([{ name: 'a/b/my course.json', content }]))
  t.strictSame({ format, found }, { format: 'document', found: course })
  const wrong = await read(t, 'c.zip', zipOf([{ name: 'my.json', content: '{' }]))
  t.strictSame(wrong.short, ['my.json:1:2:malformed-json'])
})

const document = JSON.stringify(course)
const more = (file: Packed) => zipOf([...packed(), file])
const zips: [what: string, zip: Buffer, code: string][] = [
  ['a path out of it', more({ name: '../evil.yaml', content: 'x' }), 'zip-path'],
  ['a path out of it, further in', more({ name: 'a/../../evil.yaml', content: 'x' }), 'zip-path'],
  ['an absolute path', more({ name: '/tmp/evil.yaml', content: 'x' }), 'zip-path'],
  ['a drive', more({ name: 'C:evil.yaml', content: 'x' }), 'zip-path'],
  ['backslashes', more({ name: 'a\\..\\evil.yaml', content: 'x' }), 'zip-path'],
  ['a NUL in a name', more({ name: 'evil\0.yaml', content: 'x' }), 'zip-path'],
  ['a folder that names nothing', more({ name: 'a//b.yaml', content: 'x' }), 'zip-path'],
  ['an empty name', more({ name: '', content: 'x' }), 'zip-path'],
  ['a symbolic link', more({ name: 'link.yaml', content: '/etc/passwd', mode: 0o120777 }), 'zip-link'],
  ['an encrypted file', more({ name: 'secret.yaml', content: 'x', flags: 1 }), 'zip-encrypted'],
  ['a strongly encrypted file', more({ name: 'secret.yaml', content: 'x', flags: 0x41 }), 'zip-encrypted'],
  ['a file twice', more({ name: 'course.yaml', content: 'x' }), 'zip-damaged'],
  ['a file within a file', more({ name: 'course.yaml/a.yaml', content: 'x' }), 'zip-damaged'],
  ['a wrong checksum', zipOf([{ name: 'a.json', content: document, claims: { crc: 1 } }]), 'zip-damaged'],
  ['a file larger than it says', zipOf([{ name: 'a.json', content: document, claims: { size: 9 } }]), 'zip-damaged'],
  ['a way of packing that nobody knows', zipOf([{ name: 'a.json', content: document, method: 99 }]), 'zip-damaged'],
  ['fewer files than it says', zipOf(packed(), { entries: 9 }), 'zip-damaged'],
  ['its end cut off', zipOf(packed()).subarray(0, -30), 'zip-damaged'],
  ['nothing in it', zipOf([]), 'unknown-format'],
  ['no bytes', Buffer.alloc(0), 'zip-damaged'],
  ['no course', zipOf([{ name: 'readme.md', content: 'x' }]), 'unknown-format'],
  ['two courses', zipOf([...packed('a/'), ...packed('b/')]), 'unknown-format'],
  [
    'two documents',
    zipOf([
      { name: 'a.json', content: '1' },
      { name: 'b.yaml', content: '1' }
    ]),
    'unknown-format'
  ],
  [
    'a file that unpacks to far more',
    zipOf([{ name: 'a.json', content: Buffer.alloc(26_000_000), claims: { size: 10 } }]),
    'zip-damaged'
  ],
  ['a large file, honestly', zipOf([{ name: 'a.json', content: Buffer.alloc(26_000_000, ' ') }]), 'zip-bomb'],
  [
    'many files that unpack to too much',
    zipOf([
      ...packed(),
      ...Array.from({ length: 3 }, (_, i) => ({ name: `${i}.md`, content: Buffer.alloc(24_000_000) }))
    ]),
    'zip-bomb'
  ],
  [
    'too many files',
    zipOf(Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}`, content: '', method: 0 }))),
    'zip-bomb'
  ]
]

for (const [what, zip, code] of zips)
  t.test(`a zip with ${what} is refused as a whole`, async (t) => {
    const scratch = mkdtempSync(join(tmpdir(), 'test-'))
    t.teardown(() => rmSync(scratch, { recursive: true }))
    const { course, short, faults } = await read(t, 'c.zip', zip, { scratch })
    t.equal(course, undefined)
    t.strictSame(short, [`c.zip:1:${code}`], `${faults[0]?.message}`)
    t.equal(existsSync(join(scratch, '../evil.yaml')) || existsSync('/tmp/evil.yaml'), false)
  })

t.test('a course in a zip keeps to itself', async (t) => {
  const module = {
    name: 'basics/module.yaml',
    content: 'Module: {Name: B}\nSkills: [../../../../../etc/hosts, animals.yaml]'
  }
  const { faults } = await read(t, 'c.zip', zipOf([...packed().filter(({ name }) => name !== module.name), module]))
  t.strictSame(
    faults.map(({ code }) => code),
    ['outside-folder']
  )
})

t.test('a file or a course of more than a course can have is left out, and the rest is read', async (t) => {
  // Entries of this many terms and one more: read both ways, each meaning is a term.
  const skill = (from: number, count: number) =>
    `Skill: {Name: A${from}}\nTwo-way-dictionary:\n- a: [${Array.from({ length: count }, (_, i) => `w${from + i}`)}]\n`
  const skills = Array.from({ length: 8 }, (_, i) => `s${i}.yaml`)
  const folder = courseFolder(t, {
    'basics/module.yaml': `Module: {Name: B}\nSkills: [animals.yaml, large.yaml, ${skills.join(', ')}]\n`,
    'basics/skills/large.yaml': skill(1, 70_000),
    ...Object.fromEntries(skills.map((name, i) => [`basics/skills/${name}`, skill((i + 1) * 100_000, 18_000)]))
  })
  const { course, faults } = await readCourse(folder)
  t.equal(course?.units[0]?.skills.length, 1 + 5, 'five times 18,001 entries fit')
  t.strictSame(
    faults.filter(({ severity }) => severity === 'error').map(({ file, code }) => `${file} ${code}`),
    ['large', 's5', 's6', 's7'].map((name) => `basics/skills/${name}.yaml too-large`)
  )
})

t.test('a document of more forms than a course can have is too large', async (t) => {
  const many = { kind: 'word', target: Array.from({ length: 250_001 }, () => 'a'), source: ['b'] }
  const skills = [{ slug: 'a', name: 'A', items: [many] }]
  const { short } = await read(t, 'c.json', JSON.stringify({ ...course, units: [{ slug: 'a', name: 'A', skills }] }))
  t.match(short, [/^c\.json:1:\d+:too-large$/])
})

t.test('the format can be said', async (t) => {
  const { course: found } = await read(t, 'upload', document, { format: 'document' })
  t.equal(found?.slug, course.slug)
  t.equal((await read(t, 'upload', zipOf(packed()), { format: 'librelingo' })).course?.slug, 'spanish-from-english')
  writeFileSync(join(t.testdirName, 'upload'), 'no zip')
  t.strictSame((await read(t, 'upload', 'no zip', { format: 'librelingo' })).short, ['upload:1:zip-damaged'])
})
