import t from 'tap'
import { gradeMatch, planMatch } from '../../../src/learning/exercises/match.ts'
import { animals, materialWith, word } from './support.ts'

const planned = (items = animals, seed = 'seed') => {
  const { material } = materialWith(items, { seed })
  return planMatch(
    material,
    material.all.filter(({ item }) => item.kind === 'word')
  )
}
const targets = (items: typeof animals) =>
  planned(items)
    ?.exercise.left.map(({ text }) => text)
    .sort()

t.test('five words stand on both sides in orders of their own', async (t) => {
  const { exercise, key, entries } = planned()!
  t.same(exercise.left.map(({ text }) => text).sort(), ['gato', 'gatos', 'león', 'oso', 'perro'])
  t.same(exercise.right.map(({ text }) => text).sort(), ['bear', 'cat', 'cats', 'dog', 'lion'])
  t.same(
    key.pairs.map(({ left }) => left.text),
    entries.map(({ target }) => target.text)
  )

  const places = Array.from({ length: 40 }, (_, n) => planned(animals, `seed ${n}`)!).map(({ exercise, key }) => {
    const { left, right } = key.pairs[0]!
    return `${exercise.left.findIndex(({ id }) => id === left.id)}${exercise.right.findIndex(({ id }) => id === right.id)}`
  })
  t.ok(new Set(places).size > 15, 'where a word stands does not tell where its translation does')
})

t.test('no two words could be taken for one another on either side', async (t) => {
  const others = [word('oso', 'bear'), word('león', 'lion'), word('pato', 'duck')]
  t.same(targets([word('tú', 'you'), word('usted', 'You!'), ...others]), ['león', 'oso', 'pato', 'tú'])
  t.same(targets([word('banco', 'bank'), word('Bancó', 'bench'), ...others]), ['banco', 'león', 'oso', 'pato'])
  t.same(targets([word('mi', 'my|mine'), word('mío', 'mine'), ...others]), ['león', 'mi', 'oso', 'pato'])
})

t.test('a meaning that only another item gives a word counts too', async (t) => {
  const items = [word('banco', 'bank'), word('silla', 'bench'), word('oso', 'bear'), word('león', 'lion')]
  const { material, entry } = materialWith([...items, word('banco', 'bench'), word('pato', 'duck')])
  const words = ['banco', 'silla', 'oso', 'león', 'pato'].map(entry)
  t.notOk(planMatch(material, words)!.exercise.left.some(({ text }) => text === 'silla'))
})

t.test('a word that is its own translation is left out, and with fewer than four there is no exercise', async (t) => {
  t.same(targets([word('Max', 'Max'), ...animals])?.includes('Max'), false)
  t.equal(planned([word('Max', 'Max'), word('oso', 'bear'), word('león', 'lion'), word('pato', 'duck')]), undefined)
})

t.test('a verdict has a token for each pair, in the order of the items', async (t) => {
  const { key } = planned()!
  const right = key.pairs.map(({ left, right }): [string, string] => [left.id, right.id])
  t.match(gradeMatch(key, right.toReversed()), { verdict: 'correct', reason: null })

  const [first, second, ...rest] = right as [[string, string], [string, string]]
  const swapped = gradeMatch(key, [[first[0], second[1]], [second[0], first[1]], ...rest])
  t.match(swapped, { verdict: 'wrong', reason: 'word', notes: [] })
  t.equal(swapped.nearest, 'perro – dog, gato – cat, gatos – cats, oso – bear, león – lion')
  t.same(swapped.diff.slice(0, 3), [
    { kind: 'changed', given: 'perro – cat', expected: 'perro – dog' },
    { kind: 'changed', given: 'gato – dog', expected: 'gato – cat' },
    { kind: 'equal', given: 'gatos – cats', expected: 'gatos – cats' }
  ])
  t.match(gradeMatch(key, right.slice(1)), {
    verdict: 'wrong',
    reason: 'missing',
    diff: [{ kind: 'missing', given: null }]
  })
})
