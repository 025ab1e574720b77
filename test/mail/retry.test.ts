import t from 'tap'
import { waitAfter } from '../../src/mail/retry.ts'

const createdAt = '2026-01-31T12:00:00.000Z'
const posted = Date.parse(createdAt)

t.test('each failure doubles the wait, from five seconds to an hour', async (t) => {
  const waits = Array.from({ length: 12 }, (_, i) => waitAfter({ attempts: i + 1, createdAt }, posted, 0)! / 1000)
  t.same(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600])
  t.equal(waitAfter({ attempts: 5_000, createdAt }, posted, 0), 3_600_000)
})

t.test('chance takes off up to half, so that many do not come back at once', async (t) => {
  t.equal(waitAfter({ attempts: 2, createdAt }, posted, 0.5), 7_500)
  t.equal(waitAfter({ attempts: 2, createdAt }, posted, 1), 5_000)
})

t.test('a mail is given up a day after it was posted, however often it was tried', async (t) => {
  const day = 24 * 3_600_000
  t.type(waitAfter({ attempts: 40, createdAt }, posted + day - 1, 0), 'number')
  t.equal(waitAfter({ attempts: 1, createdAt }, posted + day, 0), undefined)
})
