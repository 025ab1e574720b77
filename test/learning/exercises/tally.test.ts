import t from 'tap'
import { planChoose } from '../../../src/learning/exercises/choose.ts'
import { planMatch } from '../../../src/learning/exercises/match.ts'
import { pose } from '../../../src/learning/exercises/question.ts'
import { startTally } from '../../../src/learning/exercises/tally.ts'
import { planType } from '../../../src/learning/exercises/type.ts'
import { animals, materialWith } from './support.ts'

const { material, entry } = materialWith(animals)
const dog = entry('perro')
const words = material.all.filter(({ item }) => item.kind === 'word')
const choose = (direction: 'toTarget' | 'toSource') => planChoose(material, dog, direction)
const type = (direction: 'toTarget' | 'toSource') => planType(material, dog, pose(material, dog, direction))

t.test('exercises are numbered as they come, and remember what was practised', async (t) => {
  const tally = startTally(12)
  t.ok(tally.add(choose('toTarget')))
  t.ok(tally.add(planMatch(material, words)))
  t.same(
    tally.session.map(({ exercise }) => exercise.id),
    [1, 2]
  )
  t.same(tally.session[0]!.itemIds, [dog.item.id])
  t.equal(tally.session[1]!.itemIds.length, 5)
  t.equal(tally.timesOf(dog), 2)
  t.same([...tally.seen].sort(), ['gato', 'gatos', 'leon', 'oso', 'perro'])
})

t.test('nothing is asked twice', async (t) => {
  const tally = startTally(12)
  t.ok(tally.add(choose('toTarget')))
  t.notOk(tally.add(choose('toTarget')), 'other options make no other question')
  t.ok(tally.add(choose('toSource')))
})

t.test('an item never becomes easier, for itself or among others', async (t) => {
  const tally = startTally(12)
  t.ok(tally.add(type('toSource')))
  t.notOk(tally.ready(dog, 'match'))
  t.notOk(tally.add(choose('toTarget')))
  t.notOk(tally.add(planMatch(material, words)))
  t.ok(tally.add(type('toTarget')))
})

t.test('an item comes three times at most', async (t) => {
  const tally = startTally(12)
  for (const plan of [choose('toTarget'), choose('toSource'), type('toTarget')]) t.ok(tally.add(plan))
  t.notOk(tally.ready(dog, 'type'))
  t.notOk(tally.add(type('toSource')))
})

t.test('a full session takes no more', async (t) => {
  const tally = startTally(1)
  t.notOk(tally.full())
  t.ok(tally.add(choose('toTarget')))
  t.ok(tally.full())
  t.notOk(tally.add(type('toSource')))
  t.notOk(startTally(1).add(undefined))
})
