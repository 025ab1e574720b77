import t from 'tap'
import { seededRandom, shuffle } from '../../../src/learning/exercises/random.ts'

const numbers = (seed: string, count: number, bound: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random(bound))
}

t.test('a seed gives the same numbers for ever', async (t) => {
  t.same(numbers('seed', 8, 1000), numbers('seed', 8, 1000))
  t.notSame(numbers('seed', 8, 1000), numbers('seed ', 8, 1000))
  t.same(numbers('seed', 8, 1000), [127, 856, 293, 312, 971, 706, 764, 684])
})

t.test('numbers are spread evenly below the bound', async (t) => {
  const counts = Array.from({ length: 10 }, () => 0)
  for (const number of numbers('even', 10_000, 10)) counts[number]! += 1
  t.ok(
    counts.every((count) => count > 850 && count < 1150),
    counts.join(', ')
  )
})

t.test('a shuffle loses nothing, reaches every order and leaves the list as it was', async (t) => {
  const list = ['a', 'b', 'c']
  const random = seededRandom('shuffle')
  const orders = new Set(Array.from({ length: 200 }, () => shuffle(random, list).join('')))
  t.same([...orders].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  t.same(list, ['a', 'b', 'c'])
  t.same(shuffle(random, []), [])
})
