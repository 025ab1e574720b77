import { join } from 'node:path'
import t from 'tap'
import { lexiconOf } from '../../src/courses/lexicon.ts'
import { readLibreLingo } from '../../src/courses/librelingo/read-course.ts'
import { wordsOf } from '../../src/courses/librelingo/words.ts'
import { acceptedAnswers } from '../../src/language/accepted.ts'
import { lookalikes } from '../../src/language/lookalikes.ts'
import { judgeTyped } from '../../src/learning/judging/judge.ts'
import { typedKey } from '../../src/learning/judging/typed-key.ts'

const folder = join(import.meta.dirname, '../../content/italian-from-english')
const { course, faults } = await readLibreLingo(folder)
if (!course) throw new Error(`${folder} holds no course`)

const sides = ['target', 'source'] as const
const skills = course.units.flatMap((unit) => unit.skills)
const items = skills.flatMap((skill) => skill.items)

t.test('the demonstration course imports without a fault', async (t) => {
  t.same(faults, [])
  t.equal(course.slug, 'italian-from-english')
  t.equal(course.licence?.shortName, 'CC0 1.0')
  t.equal(course.licenceFile, 'CC0 1.0 Universal')
})

t.test('it has three units of three skills, each introduced, with words and phrases enough for a lesson', async (t) => {
  t.same(
    course.units.map((unit) => [unit.slug, ...unit.skills.map((skill) => skill.slug)]),
    [
      ['first-steps', 'greetings', 'people', 'animals'],
      ['daily-life', 'food', 'home', 'family'],
      ['out-and-about', 'places', 'numbers-and-time', 'verbs']
    ]
  )
  t.equal(items.filter((item) => item.kind === 'word').length, 88)
  t.equal(items.filter((item) => item.kind === 'phrase').length, 84)
  for (const { slug, introduction, items } of skills) {
    t.match(introduction, /^# /, `${slug} is introduced`)
    const words = items.filter((item) => item.kind === 'word').length
    const phrases = items.length - words
    t.ok(words >= 8 && words <= 10 && phrases >= 7 && phrases <= 10, `${slug}: ${words} words, ${phrases} phrases`)
  }
})

t.test("every word of every form is in its own skill's dictionary", async (t) => {
  for (const { slug, items, dictionary } of skills) {
    for (const side of sides) {
      const terms = dictionary.filter((entry) => entry.side === side).map((entry) => entry.term)
      const explained = new Set(terms.flatMap(wordsOf))
      const used = items.flatMap((item) => item[side].flatMap(wordsOf))
      t.same(new Set(used).difference(explained), new Set(), `${slug}, ${side}`)
    }
  }
})

const resembling = {
  target: lookalikes(lexiconOf(course, 'target')),
  source: lookalikes(lexiconOf(course, 'source'))
}
const keyOf = (forms: readonly string[], side: 'target' | 'source') =>
  typedKey(acceptedAnswers(forms, course[side].code), course[side].code, course.accents, resembling[side])

t.test('every form that the course gives is a correct answer to its own item', async (t) => {
  for (const item of items) {
    for (const side of sides) {
      const key = keyOf(item[side], side)
      const refused = acceptedAnswers(item[side], course[side].code).filter(
        (answer) => judgeTyped(answer, key).verdict !== 'correct'
      )
      t.same(refused, [], item[side][0]!)
    }
  }
})

t.test('words that differ by one letter or accent are not taken for each other', async (t) => {
  const pairs = [
    ['il gatto', 'il gatta'],
    ['la pera', 'la pero'],
    ['il pero', 'il però'],
    ['il papà', 'il papa'],
    ['il papa', 'il papà'],
    ['il tè', 'il te'],
    ['e', 'è'],
    ['è', 'e'],
    ['il cane', 'il pane'],
    ['la madre', 'la padre'],
    ['il nonno', 'il nonna'],
    ['Buongiorno, signora, come sta?', 'Buongiorno, signora, come stai?']
  ] as const
  for (const [form, other] of pairs) {
    const item = items.find((item) => item.target[0] === form)
    t.equal(item && judgeTyped(other, keyOf(item.target, 'target')).verdict, 'wrong', `${other} for ${form}`)
  }
})

t.test('a missing accent that makes no other word is only noted', async (t) => {
  const city = items.find((item) => item.target[0] === 'la città')!
  t.match(judgeTyped('la citta', keyOf(city.target, 'target')), { verdict: 'correctWithNote', notes: ['accent'] })
})
