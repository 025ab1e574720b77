import t from 'tap'
import { planListen } from '../../../src/learning/exercises/listen.ts'
import { gradeText } from '../../../src/learning/exercises/type.ts'
import { animals, heard, input, materialWith, phrase, sessionOf, word } from './support.ts'

const planned = (item: ReturnType<typeof word>, items = animals) => {
  const { material } = materialWith([item, ...items])
  return planListen(material, material.own[0]!)
}

t.test('the learner gets where to hear it, and nothing else', async (t) => {
  const { exercise, key, entries } = planned({ ...word('el burro', 'the donkey'), audio: 'audio/17.mp3' })!
  t.same(exercise, { kind: 'listen', audio: 'audio/17.mp3' })
  t.equal(key.typed.language, 'es')
  t.equal(entries.length, 1)
})

t.test('what is heard is judged: the main form only, in every reading of it', async (t) => {
  const { key } = planned({ ...word('el burro (gris)|el asno', 'the donkey'), audio: '17' })!
  t.same(key.typed.accepted, ['el burro', 'el burro gris'])
  const outcome = (answer: string) => gradeText(key, answer).verdict
  t.equal(outcome('El burro.'), 'correctWithNote')
  t.equal(outcome('el burro gris'), 'correct')
  t.equal(outcome('el asno'), 'wrong')
  t.equal(outcome('the donkey'), 'wrong')
  t.match(gradeText(key, ''), { verdict: 'wrong', reason: 'blank' })
})

t.test('a word that another item has is no typo of what is heard', async (t) => {
  const lookalikes = { target: new Map([['gato', ['pato', 'gatos']]]), source: new Map() }
  const { material, entry } = materialWith(animals.map(heard), { lookalikes })
  const { key } = planListen(material, entry('gato'))!
  t.match(gradeText(key, 'pato'), { verdict: 'wrong', reason: 'word' })
  t.match(gradeText(key, 'gaot'), { notes: ['typo'] })
})

t.test('without audio, or where its name tells what it says, there is no exercise', async (t) => {
  t.equal(planned(word('el burro', 'the donkey')), undefined)
  for (const audio of ['', 'audio/el_burro.mp3', 'https://x.org/ElBurro', 'el%20burro.ogg', '%E0%A4%A/el-burro']) {
    t.equal(planned({ ...word('el burro', 'the donkey'), audio }), undefined, audio)
  }
  t.equal(planned({ ...word('sí', 'yes'), audio: 'a/si.mp3' }), undefined)
  t.ok(planned({ ...word('sí', 'yes'), audio: 'a/basic.mp3' }))
})

t.test('sessions have it where items have audio, as hard as writing, each item three times at most', async (t) => {
  const kinds = (items: typeof animals, strength = 0) =>
    sessionOf(input({ items: items.map((item) => ({ ...item, strength })), size: 20 })).map(
      ({ exercise }) => exercise.kind
    )
  t.notOk(kinds(animals).includes('listen'))
  const mixed = kinds(animals.map(heard))
  t.ok(mixed.includes('listen') && mixed.includes('type'))
  const known = kinds(animals.map(heard), 1)
  t.same([...new Set(known)].sort(), ['listen', 'type'])
  t.match(sessionOf(input({ items: [heard(phrase('Max', 'Max'))] })), [{ exercise: { kind: 'listen' } }])
})
