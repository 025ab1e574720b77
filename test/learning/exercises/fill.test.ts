import t from 'tap'
import { loose } from '../../../src/language/loose.ts'
import { planFill } from '../../../src/learning/exercises/fill.ts'
import { gradeText } from '../../../src/learning/exercises/type.ts'
import { animals, materialWith, phrase, word } from './support.ts'

const seeds = Array.from({ length: 30 }, (_, n) => `seed ${n}`)
/** What is made of a phrase when these words have been seen, over many seeds. */
const planned = (text: string, seen: string, items = animals) =>
  seeds.flatMap((seed) => {
    const { material, entry } = materialWith(items, { seed })
    return planFill(material, entry(text), new Set(seen.split(' ').map(loose))) ?? []
  })
const blanks = (plans: ReturnType<typeof planned>) => new Set(plans.map(({ key }) => key.typed.accepted[0]))

t.test('the sentence is whole but for one word', async (t) => {
  for (const { exercise, key } of planned('El gato come pan.', 'el gato come pan')) {
    t.equal(exercise.before + key.typed.accepted[0] + exercise.after, 'El gato come pan.')
    t.equal(exercise.translation, 'The cat eats bread.')
  }
})

t.test('the blank is a word seen by then, one that the course teaches before others', async (t) => {
  t.same(blanks(planned('El gato come pan.', 'el gato come pan')), new Set(['gato']))
  t.same(blanks(planned('El gato come pan.', 'el come')), new Set(['El', 'come']))
  t.same(planned('El gato come pan.', 'perro'), [])
})

t.test('no blank is told by the rest of the sentence or by the translation', async (t) => {
  const items = [phrase('Max come y Ana come pan', 'Max eats and Ana eats bread'), ...animals]
  t.same(blanks(planned('Max come y Ana come pan', 'Max come y Ana pan', items)), new Set(['y', 'pan']))
})

t.test('a sentence with asides or alternatives has no blank', async (t) => {
  const items = [phrase('(Yo) como pan', 'I eat bread'), phrase('él/ella come', 'he/she eats'), ...animals]
  t.same(planned('(Yo) como pan', 'yo como pan', items), [])
  t.same(planned('él/ella come', 'él ella come', items), [])
})

t.test('other words fit where another accepted answer has them in the same place', async (t) => {
  const { key } = planned('Max es un perro', 'perro')[0]!
  t.same(key.typed.accepted, ['perro', 'can'])
  t.match(gradeText(key, 'Can'), { verdict: 'correctWithNote', notes: ['case'] })
  t.match(gradeText(key, 'gato'), { verdict: 'wrong', reason: 'word', nearest: 'perro' })
  t.same(planned('El gato come pan.', 'gato')[0]!.key.typed.accepted, ['gato'])
})

t.test('options are the word and others that do not fit, nor pass for its typos', async (t) => {
  const items = [phrase('Los niños están aquí', 'The children are here'), phrase('Si estás bien', 'If you are well')]
  const withOptions = planned('Los niños están aquí', 'están', items).filter(({ exercise }) => exercise.options)
  t.ok(withOptions.length > 5 && withOptions.length < 25, 'about half of them are to be typed')
  for (const { exercise, key } of withOptions) {
    const right = exercise.options!.filter((text) => gradeText(key, text).verdict !== 'wrong')
    t.same(right, ['están'])
  }
})

t.test('options never hold a synonym', async (t) => {
  const items = [...animals, word('can', 'dog'), word('cuan', 'as')]
  for (const { exercise } of planned('Max es un perro', 'perro', items)) {
    t.notOk(exercise.options?.includes('can'))
  }
})
