import t from 'tap'
import { enrolledLearner, sharedApp } from '../../helper.ts'
import { pack, studiedOffline, sync } from '../../support/offline.ts'

const app = await sharedApp()
const now = '2026-03-09T03:50:00Z'

t.test('what was studied offline counts as if it had been studied online', async (t) => {
  const learner = await enrolledLearner(app, { timeZone: 'America/New_York' })
  const [session] = await pack(learner)
  const events = await studiedOffline(app, session!.id, '2026-03-08T06:30:00Z', { wrong: 2 })
  const results = await sync(learner, events, now)
  t.same(
    results.map(({ id }) => id),
    events.map(({ id }) => id)
  )
  t.ok(results.every(({ status }) => status === 'applied'))
  t.match(results[0], { verdict: { verdict: 'wrong' }, summary: null, reason: null })
  t.match(results.at(-1), {
    verdict: null,
    summary: {
      correct: session!.exercises.length - 2,
      wrong: 2,
      day: '2026-03-08',
      completedAt: '2026-03-08T06:30:00.000Z'
    }
  })
  t.match((await learner.call('GET', `/v1/study-sessions/${session!.id}`)).json().summary, results.at(-1)!.summary)

  const again = await sync(learner, events, '2026-04-09T03:50:00Z')
  t.same(
    again,
    results.map((result) => ({ ...result, status: 'already' })),
    'however late, it is known'
  )
})
