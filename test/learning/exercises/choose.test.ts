import t from 'tap'
import { gradeChoose, planChoose } from '../../../src/learning/exercises/choose.ts'
import { animals, materialWith, word } from './support.ts'

const planned = (items = animals, text = 'perro', direction: 'toTarget' | 'toSource' = 'toTarget', seed = 'seed') => {
  const { material, entry } = materialWith(items, { seed })
  return planChoose(material, entry(text), direction)
}
const seeds = Array.from({ length: 40 }, (_, n) => `seed ${n}`)
const offered = (items: typeof animals, text: string, direction: 'toTarget' | 'toSource') =>
  new Set(seeds.flatMap((seed) => planned(items, text, direction, seed)?.exercise.options.map((o) => o.text) ?? []))

t.test('options are four different words with the right one among them', async (t) => {
  const { exercise, key, entries } = planned()!
  t.match(exercise, { kind: 'choose', direction: 'toTarget', prompt: 'dog' })
  t.same(
    exercise.options.map(({ id }) => id),
    ['a', 'b', 'c', 'd']
  )
  t.equal(new Set(exercise.options.map(({ text }) => text)).size, 4)
  t.equal(key.options[key.right], 'perro')
  t.same(
    entries.map(({ item }) => item.id),
    ['perro|can = dog|hound']
  )
})

t.test('the right option stands anywhere', async (t) => {
  t.equal(new Set(seeds.map((seed) => planned(animals, 'perro', 'toTarget', seed)!.key.right)).size, 4)
})

t.test('nothing that answers the prompt is offered as wrong', async (t) => {
  const items = [
    word('tú|vos', 'you'),
    word('usted', 'you (formal)|you'),
    word('Vosotros', 'you all|you'),
    word('vos', 'thou'),
    word('TU', 'your'),
    word('yo', 'I'),
    word('ella', 'she'),
    word('nosotros', 'we')
  ]
  t.same([...offered(items, 'tú', 'toTarget')].sort(), ['ella', 'nosotros', 'tú', 'yo'])
})

t.test('a word of the same meaning is no distractor, even where the course gives it another translation', async (t) => {
  const items = [word('perro', 'dog|hound'), word('chucho', 'hound'), word('gato', 'cat'), word('oso', 'bear')]
  t.same([...offered(items, 'perro', 'toTarget')].sort(), ['gato', 'oso', 'perro'])
  t.same([...offered(items, 'perro', 'toSource')].sort(), ['bear', 'cat', 'dog'])
})

t.test('options differ in more than case, accents and punctuation', async (t) => {
  const items = [word('hola', 'hello'), word('adiós', 'bye'), word('¡Adios!', 'farewell'), word('sí', 'yes')]
  for (const seed of seeds) {
    const texts = planned(items, 'hola', 'toTarget', seed)!.exercise.options.map(({ text }) => text)
    t.notOk(texts.includes('adiós') && texts.includes('¡Adios!'), texts.join(', '))
  }
})

t.test('words go with words, of the same skill first', async (t) => {
  const far = ['uno', 'dos', 'tres', 'cuatro'].map((text) => ({ ...word(text, `${text} in English`), skillId: 'far' }))
  const near = offered([...animals, ...far], 'oso', 'toTarget')
  t.ok(near.isSubsetOf(new Set(['perro', 'gato', 'gatos', 'oso', 'león', 'pato'])), [...near].join(', '))
})

t.test('every option has an image of its own, or none has', async (t) => {
  for (const seed of seeds) {
    const images = planned(animals, 'gato', 'toSource', seed)!.exercise.options.map(({ image }) => image)
    t.ok(images.every((image) => image === null) || new Set(images.values()).size === images.length, images.join(', '))
    t.equal(images.filter((image) => image === 'cat1').length <= 1, true)
  }
  const plain = animals.map((item) => (item.target[0] === 'oso' ? { ...item, images: [] } : item))
  t.ok(planned(plain, 'oso')!.exercise.options.every(({ image }) => image === null))
})

t.test('there is no exercise with fewer than two wrong options, nor one whose prompt is the answer', async (t) => {
  t.equal(planned([word('perro', 'dog'), word('gato', 'cat')]), undefined)
  t.equal(planned([...animals, word('taxi', 'the taxi')], 'taxi'), undefined)
  t.equal(planned([...animals, word('Canadá', 'Canada')], 'Canadá', 'toSource'), undefined)
})

t.test('the right option is correct, another wrong, with what it should have been', async (t) => {
  const { key } = planned()!
  const wrong = Object.keys(key.options).find((id) => id !== key.right)!
  t.same(gradeChoose(key, key.right), {
    verdict: 'correct',
    notes: [],
    reason: null,
    nearest: 'perro',
    diff: [{ kind: 'equal', given: 'perro', expected: 'perro' }]
  })
  t.same(gradeChoose(key, wrong), {
    verdict: 'wrong',
    notes: [],
    reason: 'word',
    nearest: 'perro',
    diff: [{ kind: 'changed', given: key.options[wrong], expected: 'perro' }]
  })
})
