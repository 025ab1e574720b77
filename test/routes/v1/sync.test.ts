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

t.test('a completion waits for the answers of its session, however these arrive', async (t) => {
  const learner = await enrolledLearner(app)
  const [session] = await pack(learner)
  const events = await studiedOffline(app, session!.id, '2026-03-08T06:30:00Z')
  const [completion, ...answers] = events.toReversed()
  const [early] = await sync(learner, [completion!], now)
  t.match(early, { status: 'pending', verdict: null, summary: null, reason: null })
  t.match(await sync(learner, [completion!], now), [{ status: 'pending' }])
  for (const answer of answers.slice(1)) t.match(await sync(learner, [answer], now), [{ status: 'applied' }])
  t.equal((await learner.call('GET', `/v1/study-sessions/${session!.id}`)).json().summary, null)
  await sync(learner, answers.slice(0, 1), now)
  const { summary } = (await learner.call('GET', `/v1/study-sessions/${session!.id}`)).json()
  t.match(summary, { correct: answers.length, day: '2026-03-08', completedAt: '2026-03-08T06:30:00.000Z' })
  t.match(await sync(learner, [completion!], now), [{ status: 'already', summary }])
})

t.test('what cannot be taken is refused by itself, with its reason, and the rest is taken', async (t) => {
  const [learner, stranger] = [await enrolledLearner(app), await enrolledLearner(app)]
  const [session, other] = await pack(learner, { count: 2 })
  const [first, ...rest] = await studiedOffline(app, session!.id, '2026-03-08T06:30:00Z')
  const [theirs] = await pack(stranger)
  const refused = (changes: object) => ({ ...first, id: crypto.randomUUID(), ...changes })
  const cases: [change: object, type: string, status: number][] = [
    [{ occurredAt: '2026-03-02T03:49:59.999Z' }, 'too-old', 422],
    [{ occurredAt: '2026-03-09T03:55:00.001Z' }, 'too-far-ahead', 422],
    [{ timeZone: 'Mars/Olympus' }, 'unknown-time-zone', 422],
    [{ session: theirs!.id }, 'not-found', 404],
    [{ session: crypto.randomUUID() }, 'not-found', 404],
    [{ exercise: 99 }, 'not-found', 404],
    [{ answer: [['a', 'b']] }, 'answer-mismatch', 422],
    [{ type: 'completion', session: theirs!.id, exercise: undefined, answer: undefined }, 'not-found', 404]
  ]
  const results = await sync(learner, [...cases.map(([changes]) => refused(changes)), ...rest], now)
  for (const [index, [changes, type, status]] of cases.entries()) {
    const reason = { type: `urn:parlance:${type}`, status, title: /./, detail: /./ }
    t.match(results[index], { status: 'refused', verdict: null, summary: null, reason }, JSON.stringify(changes))
  }
  t.same([...new Set(results.slice(cases.length, -1).map(({ status }) => status))], ['applied'])
  t.equal(results.at(-1)!.status, 'pending', 'one exercise is not answered')
  t.same((await stranger.call('GET', `/v1/study-sessions/${theirs!.id}`)).json().verdicts, [])

  const atLimits = ['2026-03-02T03:50:00Z', '2026-03-09T03:55:00Z'].map((occurredAt, index) => {
    const event = index === 0 ? first! : rest[0]!
    return { ...event, occurredAt, session: other!.id, answer: '' }
  })
  t.match(await sync(learner, atLimits, now), [{ status: 'applied' }, { status: 'applied' }], 'both limits are taken')
})

t.test('a typed answer that is too long is refused, not the batch', async (t) => {
  const learner = await enrolledLearner(app)
  const [session] = await pack(learner)
  const typed = session!.exercises.find(({ exercise }) => exercise.kind === 'type')!.exercise.id
  const events = await studiedOffline(app, session!.id, '2026-03-08T06:30:00Z')
  const long = { ...events[typed - 1], id: crypto.randomUUID(), answer: 'x'.repeat(2_001) }
  t.match(await sync(learner, [long, events[typed - 1]!], now), [
    { status: 'refused', reason: { type: 'urn:parlance:answer-too-long' } },
    { status: 'applied' }
  ])
})

t.test('settings changed last count, whichever change comes in first', async (t) => {
  const [early, late] = ['2026-03-07T12:00:00Z', '2026-03-08T12:00:00Z']
  const changes = [
    { type: 'settings', id: crypto.randomUUID(), occurredAt: early, dailyGoal: 30, timeZone: 'Asia/Tokyo' },
    { type: 'settings', id: crypto.randomUUID(), occurredAt: late, dailyGoal: 40, interfaceLanguage: 'fr' },
    { type: 'settings', id: crypto.randomUUID(), occurredAt: late, interfaceLanguage: 'de' }
  ]
  const wanted = { dailyGoal: 40, timeZone: 'Asia/Tokyo', interfaceLanguage: 'fr' }
  for (const order of [changes, changes.toReversed()]) {
    const learner = await enrolledLearner(app)
    for (const change of [...order, order[0]!]) await sync(learner, [change], now)
    t.match((await learner.call('GET', '/v1/me')).json(), wanted)
    const online = { interfaceLanguage: 'it', timeZone: 'Europe/Rome' }
    await learner.call('PATCH', '/v1/me', online, { 'x-parlance-now': '2026-03-08T11:00:00Z' })
    t.ok((await sync(learner, changes, now)).every(({ status }) => status === 'already'))
    t.match((await learner.call('GET', '/v1/me')).json(), { ...wanted, ...online }, 'what is changed online is later')
  }
})
