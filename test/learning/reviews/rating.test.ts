import t from 'tap'
import { ratingOf } from '../../../src/learning/reviews/rating.ts'
import type { Verdict } from '../../../src/learning/verdict.ts'

type Case = [verdict: Verdict['verdict'], notes: Verdict['notes'], seconds: number | undefined, rating: number]

t.test('a verdict and its time make a rating', async (t) => {
  const cases: Case[] = [
    ['correct', [], undefined, 3],
    ['correct', [], 10, 3],
    ['correct', [], 44.9, 3],
    ['correct', [], 45, 2],
    ['correct', [], 299, 2],
    ['correct', [], 300, 3],
    ['correctWithNote', ['typo'], 2, 2],
    ['correctWithNote', ['case', 'typo'], undefined, 2],
    ['correctWithNote', ['typo'], 60, 2],
    ['correctWithNote', ['case', 'punctuation', 'accent', 'spacing'], 2, 3],
    ['wrong', [], 1, 1],
    ['wrong', [], 60, 1],
    ['wrong', [], undefined, 1]
  ]
  for (const [verdict, notes, seconds, rating] of cases) {
    const duration = seconds === undefined ? undefined : seconds * 1000
    t.equal(ratingOf({ verdict, notes }, duration, 'type'), rating, `${verdict} ${notes} in ${seconds} s`)
  }
})

t.test('what is slow depends on the kind of exercise', async (t) => {
  const right = { verdict: 'correct', notes: [] } as const
  const kinds = ['choose', 'fill', 'listen', 'type', 'arrange', 'match'] as const
  t.same(
    kinds.map((kind) => ratingOf({ ...right, notes: [] }, 31_000, kind)),
    [2, 2, 2, 3, 3, 3]
  )
})
