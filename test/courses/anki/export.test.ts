import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readAnkiText } from '../../../src/courses/anki/read-export.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }

async function read(t: Test, text: string, options = {}) {
  const path = join(t.testdir(), 'notes.txt')
  writeFileSync(path, text)
  const { course, faults } = await readAnkiText(path, options)
  const items = course?.units.flatMap((unit) =>
    unit.skills.flatMap((skill) =>
      skill.items.map(({ target, source, audio }) => [unit.name, skill.name, target, source, audio])
    )
  )
  return { items, faults: faults.map(({ line, code }) => `${line} ${code}`) }
}

t.test('notes with all columns that Anki can add', async (t) => {
  const text = [
    '#separator:tab',
    '#html:true',
    '#guid column:1',
    '#notetype column:2',
    '#deck column:3',
    '#tags column:6',
    'Gx1\tBasic\tSpanish::Animals\tel perro<br>el can\t"the ""dog"" [sound:dog.mp3]"\ttag',
    '# a comment',
    'Gx2\tBasic\tSpanish::Food\t"el pan\n[sound:pan.mp3]"\tthe bread &amp; butter\t',
    'Gx3\tBasic\tSpanish::Food\t\t<br>\t'
  ].join('\n')
  const { items, faults } = await read(t, text, languages)
  t.strictSame(items, [
    ['Spanish', 'Animals', ['el perro', 'el can'], ['the "dog"'], null],
    ['Spanish', 'Food', ['el pan'], ['the bread & butter'], 'pan.mp3']
  ])
  t.strictSame(faults, ['7 not-kept', '11 empty-row'])
})

t.test('names of columns tell the fields and the languages', async (t) => {
  const text =
    '#separator:Semicolon\n#html:false\n#columns:English;Spanish;Tags\n#tags column:3\n#deck:Verbs\nI go <b>;voy;x\n'
  const { items } = await read(t, text, { target: languages.target })
  t.strictSame(items, [['Verbs', 'Verbs', ['voy'], ['I go <b>'], null]], 'the other language is the other column’s')
  t.strictSame((await read(t, text)).items, [['Verbs', 'Verbs', ['I go <b>'], ['voy'], null]])
  t.strictSame((await read(t, 'a\tb\n')).faults, ['1 missing-language'])
})

t.test('an old export without a head', async (t) => {
  const { items } = await read(t, 'el perro\tthe&nbsp;dog\nel gato\tthe cat\n', languages)
  t.strictSame(items, [
    ['Spanish', 'Spanish', ['el perro'], ['the dog'], null],
    ['Spanish', 'Spanish', ['el gato'], ['the cat'], null]
  ])
  t.strictSame((await read(t, '#separator:tab\n', languages)).items, [])
})
