import t from 'tap'
import { goalOn, xpByDay } from '../../src/learning/goal.ts'

const goals = [
  { since: '2026-01-03', xp: 50 },
  { since: '2026-01-02', xp: 10 }
]

t.test('the goal of a day is the one set last by then', async (t) => {
  const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-02-01']
  t.same(
    days.map((day) => goalOn(day, goals)),
    [null, 10, 50, 50]
  )
  t.equal(goalOn('2026-01-04', []), null)
})

t.test('every day has its XP and tells whether its own goal was reached', async (t) => {
  const earned = [
    { day: '2026-01-03', amount: 17 },
    { day: '2026-01-01', amount: 99 },
    { day: '2026-01-02', amount: 6 },
    { day: '2026-01-02', amount: 4 },
    { day: '2026-01-05', amount: 60 },
    { day: '2026-01-05', amount: -9 },
    { day: '2026-01-06', amount: 1 }
  ]
  t.same(xpByDay(earned, goals, '2026-01-01', '2026-01-05'), [
    { day: '2026-01-01', xp: 99, goal: null, reached: false },
    { day: '2026-01-02', xp: 10, goal: 10, reached: true },
    { day: '2026-01-03', xp: 17, goal: 50, reached: false },
    { day: '2026-01-04', xp: 0, goal: 50, reached: false },
    { day: '2026-01-05', xp: 51, goal: 50, reached: true }
  ])
  t.same(xpByDay(earned, goals, '2026-01-02', '2026-01-01'), [])
})
