import { gzipSync } from 'node:zlib'
import t from 'tap'
import type { SyncResult } from '../../../src/sync/schemas.ts'
import { callerOf, enrolledLearner, secondApp, sharedApp } from '../../helper.ts'
import { eventsOf, pack, studiedOffline, sync } from '../../support/offline.ts'
import { startedSession } from '../../support/study.ts'

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

t.test('two devices that tell of the same at once, over two servers, come to what one comes to', async (t) => {
  const learner = await enrolledLearner(app)
  const other = await secondApp(t, app)
  const elsewhere = { call: callerOf(other, { authorization: `Bearer ${learner.accessToken}` }) }
  const [session] = await pack(learner)
  const events = await studiedOffline(app, session!.id, '2026-03-08T06:30:00Z', { wrong: 1 })
  const earlier = await studiedOffline(app, session!.id, '2026-03-08T06:00:00Z')
  const batches = [events, earlier, events.toReversed(), earlier.toReversed()]
  await Promise.all(batches.map((batch, turn) => sync(turn % 2 === 0 ? learner : elsewhere, batch, now)))
  const { summary, verdicts } = (await learner.call('GET', `/v1/study-sessions/${session!.id}`)).json()
  t.match(summary, { wrong: 0, completedAt: '2026-03-08T06:00:00.000Z', xp: events.length - 1 + 5 })
  t.equal(verdicts.length, events.length - 1)
  const entries = await app.db
    .selectFrom('xp_entries')
    .select('amount')
    .where('user_id', '=', learner.user.id)
    .execute()
  t.equal(
    entries.reduce((sum, { amount }) => sum + amount, 0),
    summary.xp
  )
})

t.test('500 events are taken in one call, encoded with gzip, and 501 in none', async (t) => {
  const learner = await enrolledLearner(app)
  const sessions = await pack(learner, { count: 20 })
  const batches = sessions.map(({ id }, index) =>
    studiedOffline(app, id, Temporal.Instant.from('2026-03-08T06:30:00Z').add({ hours: index }).toString())
  )
  const studied = (await Promise.all(batches)).flat()
  const ids = () => ({ id: crypto.randomUUID() })
  const events = Array.from({ length: 500 }, (_, i) => studied[i] ?? { ...studied[i % studied.length], ...ids() })
  const headers = {
    authorization: `Bearer ${learner.accessToken}`,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'x-parlance-now': '2026-03-09T12:00:00Z'
  }
  const post = (events: object[]) =>
    app.inject({ method: 'POST', url: '/v1/sync', headers, payload: gzipSync(JSON.stringify({ events })) })
  const start = performance.now()
  const reply = await post(events)
  t.comment(`${studied.length} new of 500 events in ${Math.round(performance.now() - start)} ms`)
  t.equal(reply.statusCode, 200)
  t.ok(reply.json().results.every(({ status }: SyncResult) => ['applied', 'already'].includes(status)))
  t.equal((await post([...events, { ...events[0], ...ids() }])).statusCode, 400)
  const bomb = app.inject({
    method: 'POST',
    url: '/v1/sync',
    headers,
    payload: gzipSync(Buffer.alloc(20_000_000, ' '))
  })
  t.equal((await bomb).statusCode, 413)
})

t.test('what an event lacks is told, and by which of the batch', async (t) => {
  const { call } = await enrolledLearner(app)
  const settings = { type: 'settings', id: crypto.randomUUID(), occurredAt: now, dailyGoal: 30 }
  const reply = await call('POST', '/v1/sync', { events: [settings, { ...settings, dailyGoal: 0 }] })
  t.match(reply.json(), { status: 400, errors: [{ pointer: '/body/events/1/dailyGoal' }] })
  t.equal(reply.json().errors.length, 1)
  t.same(await sync({ call }, [], now), [])
})

t.test('an online session is told of likewise, but the first answer to it stands', async (t) => {
  const learner = await enrolledLearner(app)
  const { session, exercises } = await startedSession(app.db, learner.user.id)
  const [first] = eventsOf(session.id, exercises, '2026-03-08T06:30:00Z', { wrong: 1 })
  const [earlier] = eventsOf(session.id, exercises, '2026-03-08T06:00:00Z')
  t.match(await sync(learner, [first!], now), [{ status: 'applied', verdict: { verdict: 'wrong' } }])
  t.match(await sync(learner, [earlier!], now), [{ status: 'refused', reason: { type: 'urn:parlance:conflict' } }])
})
