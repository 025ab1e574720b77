import t from 'tap'
import type { MatchKey } from '../../../src/learning/exercises/match.ts'
import { gradeMatch } from '../../../src/learning/exercises/match.ts'
import { outcomesOf } from '../../../src/learning/reviews/outcomes.ts'
import type { Verdict } from '../../../src/learning/verdict.ts'

const pair = (n: number) => ({ left: { id: `l${n}`, text: `left ${n}` }, right: { id: `r${n}`, text: `right ${n}` } })
const match: MatchKey = { kind: 'match', pairs: [1, 2, 3, 4].map(pair) }

t.test('a match shows of each of its items what its own pair shows', async (t) => {
  const verdict = gradeMatch(match, [
    ['l1', 'r1'],
    ['l2', 'r3'],
    ['l4', 'r4']
  ])
  t.same(outcomesOf(match, verdict, ['one', 'two', 'three', 'four'], undefined), [
    { itemId: 'one', known: true, rating: 3 },
    { itemId: 'two', known: false, rating: 1 },
    { itemId: 'three', known: false, rating: 1 },
    { itemId: 'four', known: true, rating: 3 }
  ])
})

t.test('a slow match is hard for what was right in it', async (t) => {
  const verdict = gradeMatch(match, [['l1', 'r1']])
  const ratings = outcomesOf(match, verdict, ['one', 'two'], 61_000).map(({ rating }) => rating)
  t.same(ratings, [2, 1])
})

t.test('any other exercise shows what its verdict says', async (t) => {
  const key = { kind: 'choose', options: { a: 'perro' }, right: 'a' } as const
  const verdict: Verdict = { verdict: 'correctWithNote', notes: ['typo'], reason: null, nearest: '', diff: [] }
  t.same(outcomesOf(key, verdict, ['one'], 100), [{ itemId: 'one', known: true, rating: 2 }])
  t.same(outcomesOf(key, { ...verdict, verdict: 'wrong', notes: [] }, ['one'], 100), [
    { itemId: 'one', known: false, rating: 1 }
  ])
})
