import t from 'tap'
import { ask, pose } from '../../../src/learning/exercises/question.ts'
import { gradeText, planType } from '../../../src/learning/exercises/type.ts'
import { animals, materialWith, word } from './support.ts'

t.test('the key takes the answers of every item that has the prompt', async (t) => {
  const { material, entry } = materialWith([
    word('tú', 'you'),
    word('usted|Vd.', 'You (formal)'),
    word('vosotros', 'you all|you'),
    word('vuestro', 'yours')
  ])
  const { exercise, key } = planType(material, entry('tú'), pose(material, entry('tú'), 'toTarget'))
  t.same(exercise, { kind: 'type', direction: 'toTarget', prompt: 'you' })
  t.same(key.typed.accepted, ['tú', 'usted', 'Vd.', 'vosotros'])
})

t.test('a prompt that says more than another is not the same prompt', async (t) => {
  const { material, entry } = materialWith([word('vosotros', 'you (plural)'), word('tú', 'you'), word('él', 'he')])
  t.same(pose(material, entry('vosotros'), 'toTarget').accepted, ['vosotros'])
  const accents = materialWith([word('año', 'year'), word('ano', 'anus')])
  t.same(pose(accents.material, accents.entry('año'), 'toSource').accepted, ['year'])
})

t.test('nothing is asked whose prompt holds its answer as words of its own', async (t) => {
  const { material, entry } = materialWith([
    word('Max', 'Max'),
    word('taxi', 'the taxi'),
    word('menú', 'Menu (food)'),
    word('tal', 'capital')
  ])
  for (const text of ['Max', 'taxi', 'menú']) t.equal(ask(material, entry(text), 'toTarget'), undefined, text)
  t.ok(ask(material, entry('taxi'), 'toSource'))
  t.ok(ask(material, entry('tal'), 'toTarget'))
})

t.test('the key has the words that a slip may not make, and only those', async (t) => {
  const target = new Map([
    ['perro', ['perra']],
    ['gato', ['gatos']]
  ])
  const lookalikes = { target, source: new Map([['dog', ['dot']]]) }
  const { material, entry } = materialWith(animals, { lookalikes })
  const keyOf = (text: string, direction: 'toTarget' | 'toSource') =>
    planType(material, entry(text), pose(material, entry(text), direction)).key
  t.same(keyOf('perro', 'toTarget').typed.lookalikes, ['perra'])
  t.same(keyOf('perro', 'toSource').typed.lookalikes, ['dot'])
  t.same(keyOf('oso', 'toTarget').typed.lookalikes, [])
  t.match(gradeText(keyOf('perro', 'toTarget'), 'perra'), { verdict: 'wrong', reason: 'word' })
  t.match(gradeText(keyOf('perro', 'toTarget'), 'perrp'), { verdict: 'correctWithNote', notes: ['typo'] })
})
