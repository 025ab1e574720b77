import t from 'tap'
import { freezeCorrections, freezeEntry } from '../../../src/learning/streak/freezes.ts'

const sources = (...args: Parameters<typeof freezeCorrections>) =>
  freezeCorrections(...args).map(({ source }) => source)

t.test('what adds is booked before what takes, so that the sum is never below zero', async (t) => {
  const spent = freezeEntry('spent', '2026-01-09')
  const booked = [freezeEntry('earned', '2026-01-07'), spent]
  t.same(sources(booked, [freezeEntry('earned', '2026-01-08'), spent]), [
    'earned:2026-01-08:1',
    'withdrawn:2026-01-07:1'
  ])
})

t.test('what is undone can happen again, under a source of its own', async (t) => {
  const earned = freezeEntry('earned', '2026-01-07')
  const undone = [earned, freezeEntry('withdrawn', '2026-01-07')]
  t.same(sources(undone, []), [])
  t.same(sources(undone, [earned]), ['earned:2026-01-07:2'])
  t.same(sources([...undone, freezeEntry('earned', '2026-01-07', 2)], []), ['withdrawn:2026-01-07:2'])
})
