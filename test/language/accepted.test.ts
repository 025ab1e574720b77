import t from 'tap'
import { acceptedAnswers } from '../../src/language/accepted.ts'
import { cpuTimeOf } from '../support/cpu-time.ts'

t.test('every form is kept, the main one first, then the other readings and what has slashes as written', async (t) => {
  t.same(acceptedAnswers(['он/она је', '{драго ми је}'], 'sr'), ['он је', 'драго ми је', 'она је', 'он/она је'])
  t.same(acceptedAnswers(['cousin (male)'], 'es'), ['cousin', 'cousin male'])
  t.same(acceptedAnswers(['gato', 'gato ', 'ga{to}'], 'es'), ['gato'], 'each once')
  t.same(acceptedAnswers(['?'], 'es'), ['?'])
})

t.test('English contractions are made and written out', async (t) => {
  const cases: [written: string, ...others: string[]][] = [
    ["I'm here", 'I am here'],
    ['I am here', "I'm here"],
    ["Don't you?", 'Do not you?'],
    ['They do not know', "They don't know"],
    ['It’s a dog', 'It is a dog', "It's a dog"],
    ["It's been cold", 'It has been cold'],
    ['It has legs'],
    ["I can't", 'I can not', 'I cannot'],
    ['She will not come', "She won't come", "She'll not come"],
    ["He isn't", 'He is not', "He's not"],
    ["I'd like tea", 'I would like tea'],
    ["You'd better go", 'You had better go'],
    ["Let's go", 'Let us go'],
    ["John's dog"],
    ["The dog's here"],
    ["Its legs are the dog's"],
    ["five o'clock"],
    ['Yes, I am, thanks', "Yes, I'm, thanks"],
    ["Hello, I'm John, he isn't", "Hello, I'm John, he is not", "Hello, I am John, he isn't"]
  ]
  for (const [written, ...others] of cases) {
    const answers = acceptedAnswers([written], 'en-GB')
    t.equal(answers[0], written)
    for (const other of others) t.ok(answers.includes(other), `${written} → ${other}`)
    if (others.length === 0) t.same(answers, [written], `${written} stays alone`)
  }
  t.same(acceptedAnswers(["it's"], 'es'), ["it's"], 'only in English')
})

t.test('200 answers at most, the forms as written among them, found quickly', async (t) => {
  const many = Array.from({ length: 30 }, (_, i) => `it's a${i}/b${i}`).join(' ')
  let answers: string[] = []
  t.ok(
    cpuTimeOf(() => {
      answers = acceptedAnswers(['short/long', many, 'last'], 'en')
    }) < 1000
  )
  t.equal(answers.length, 200)
  t.same([answers[0], answers[2]], ['short', 'last'])
  const contracted = Array.from({ length: 30 }, () => "I'm, it is,").join(' ')
  t.equal(acceptedAnswers([contracted], 'en').length, 200)
  t.equal(
    acceptedAnswers(
      Array.from({ length: 500 }, (_, i) => `form ${i}`),
      'es'
    ).length,
    200
  )
})

t.test('no answers are made of a form that nobody could answer', async (t) => {
  t.same(acceptedAnswers(["it's ".repeat(100_000), 'a cat'], 'en'), ['a cat'])
})
