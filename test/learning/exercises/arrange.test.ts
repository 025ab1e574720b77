import t from 'tap'
import { loose, plain } from '../../../src/language/loose.ts'
import { gradeArrange, planArrange } from '../../../src/learning/exercises/arrange.ts'
import { animals, materialWith, phrase, spell, word } from './support.ts'

const planned = (text: string, direction: 'toTarget' | 'toSource' = 'toTarget', items = animals) => {
  const { material, entry } = materialWith(items)
  return planArrange(material, entry(text), direction)
}
type Key = NonNullable<ReturnType<typeof planned>>['key']
const order = (key: Key, text: string) => spell(plain(text), Object.entries(key.tiles))!

t.test('the tiles are the words of the answer and a few others, of unlike spelling', async (t) => {
  const { exercise, key } = planned('Max es un perro')!
  t.equal(exercise.prompt, 'Max is a dog')
  const texts = exercise.tiles.map(({ text }) => text)
  t.ok(new Set(['Max', 'es', 'un', 'perro']).isSubsetOf(new Set(texts)))
  t.equal(texts.length, 7)
  t.equal(new Set(texts.map(loose)).size, 7)
  t.same(
    Object.entries(key.tiles),
    exercise.tiles.map(({ id, text }) => [id, text])
  )
})

t.test('strays are near in spelling where the course has such words', async (t) => {
  const { exercise } = planned('El gato come pan.')!
  t.ok(exercise.tiles.some(({ text }) => text === 'gatos'))
})

t.test('words that the author grouped are one tile', async (t) => {
  const items = [phrase('{Buenos días} Sara', '{Good morning} Sara'), ...animals]
  const { exercise } = planned('Buenos días Sara', 'toTarget', items)!
  t.ok(exercise.tiles.some(({ text }) => text === 'Buenos días'))
  t.equal(planned('Gracias', 'toTarget', [phrase('Gracias', 'Thank you'), ...animals]), undefined)
  t.equal(planned('Por favor', 'toTarget', [phrase('Por favor', 'Please'), ...animals]), undefined)
  const endless = phrase(Array(30).fill('sí').join(' '), 'yes and again yes')
  t.equal(planned(endless.target[0]!, 'toTarget', [endless]), undefined)
})

t.test('every accepted order is correct, without notes for what tiles leave out', async (t) => {
  const items = [phrase('¿Ya está él aquí?|¿Está él aquí ya?', 'Is he already here?'), ...animals]
  const { key } = planned('¿Ya está él aquí?', 'toTarget', items)!
  for (const text of ['ya está él aquí', 'está él aquí ya']) {
    t.match(gradeArrange(key, order(key, text)), { verdict: 'correct', notes: [] }, text)
  }
  t.match(gradeArrange(key, order(key, 'él está ya aquí')), { verdict: 'wrong', reason: 'order' })
  t.match(gradeArrange(key, order(key, 'está él aquí')), { verdict: 'wrong' })
})

t.test('an answer of another item with the same prompt is correct if the tiles make it', async (t) => {
  const items = [phrase('tú comes pan', 'You eat bread'), phrase('comes pan', 'You eat bread!'), ...animals]
  const { key } = planned('tú comes pan', 'toTarget', items)!
  t.match(gradeArrange(key, order(key, 'comes pan')), { verdict: 'correct', nearest: 'comes pan' })
})

t.test('a stray tile is never taken for a typo', async (t) => {
  const items = [phrase('Los niños están aquí', 'The children are here'), phrase('Si estás bien', 'If you are well')]
  const { key } = planned('Los niños están aquí', 'toTarget', items)!
  t.match(gradeArrange(key, order(key, 'los niños estás aquí')), {
    verdict: 'wrong',
    reason: 'word',
    nearest: 'Los niños están aquí'
  })
})

t.test('tiles with the same text stand for one another', async (t) => {
  const items = [phrase('el gato y el oso', 'the cat and the bear'), ...animals]
  const { key } = planned('el gato y el oso', 'toTarget', items)!
  const ids = order(key, 'el gato y el oso')
  const other = [ids[3]!, ids[1]!, ids[2]!, ids[0]!, ids[4]!]
  t.same(
    other.map((id) => key.tiles[id]),
    ids.map((id) => key.tiles[id])
  )
  t.match(gradeArrange(key, other), { verdict: 'correct' })
})

t.test('no tile is another word for one of the answer', async (t) => {
  const car = [word('el coche', 'the car'), word('el carro', 'the car'), phrase('Mi coche es rojo', 'My car is red')]
  const { exercise } = planned('Mi coche es rojo', 'toTarget', [...animals, ...car])!
  const texts = exercise.tiles.map(({ text }) => text)
  t.notOk(texts.includes('carro'))
  t.ok(texts.length > 4, 'though there are others')
})
