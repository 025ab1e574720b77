import t from 'tap'
import { xpFor } from '../../src/learning/xp.ts'

t.test('every right answer earns one XP, and a flawless session five more', async (t) => {
  t.equal(xpFor(11, 1, 0), 11)
  t.equal(xpFor(12, 0, 0), 17)
  t.equal(xpFor(0, 12, 0), 0)
})

t.test('each repetition on a day earns half of the one before, down to nothing', async (t) => {
  t.same(
    [0, 1, 2, 3, 4, 5, 100].map((repetition) => xpFor(12, 0, repetition)),
    [17, 8, 4, 2, 1, 0, 0]
  )
})
