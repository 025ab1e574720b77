import t, { type Test } from 'tap'
import { enrolledLearner, secondApp, testApp } from '../../helper.ts'
import { answeredSession, ledgersOf } from '../../support/studied.ts'

const app = await testApp(t)
const { db } = app

type Learner = Awaited<ReturnType<typeof enrolledLearner>>

const at = (now: string) => ({ 'x-parlance-now': now })

/** Completes a session at an instant, and gives its summary. */
async function study(learner: Learner, instant: string, changes: Parameters<typeof answeredSession>[2] = {}) {
  const id = await answeredSession(db, learner.user.id, changes)
  const reply = await learner.call('POST', `/v1/study-sessions/${id}/complete`, undefined, at(instant))
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return { id, ...reply.json<{ xp: number; day: string }>() }
}

const noon = (day: number) => `2026-01-${String(day).padStart(2, '0')}T12:00:00Z`

const studyOn = async (learner: Learner, ...days: number[]) => {
  for (const day of days) await study(learner, noon(day))
}

const streakOf = async ({ call }: Learner, now: string, month?: string) =>
  (await call('GET', `/v1/me/streak${month ? `?month=${month}` : ''}`, undefined, at(now))).json()

/** The ledgers say what the sessions and the streak say. */
async function addsUp(t: Test, { user }: Learner, freezes: number): Promise<void> {
  const ledgers = await ledgersOf(db, user.id)
  t.equal(ledgers.xp, ledgers.sessionsXp)
  t.equal(ledgers.freezes, freezes)
}

t.test('who has never studied has no streak, and an empty month', async (t) => {
  const learner = await enrolledLearner(app)
  const { calendar, ...streak } = await streakOf(learner, noon(15))
  t.same(streak, { state: 'none', length: 0, longest: 0, freezes: 0, today: '2026-01-15', month: '2026-01' })
  t.equal(calendar.length, 31)
  t.ok(calendar.every(({ state }: { state: string }) => state === 'none'))
})

t.test('a month is one of the calendar', async (t) => {
  const { call } = await enrolledLearner(app)
  for (const month of ['2026-13', '2026-00', '2026-1', '0000-01', '2026-01-01', 'now', '']) {
    t.equal((await call('GET', `/v1/me/streak?month=${month}`)).statusCode, 400, month)
  }
  t.equal((await call('GET', '/v1/me/streak?month=2024-02')).json().calendar.length, 29)
  t.equal((await call('GET', '/v1/me/streak?month=9999-12')).json().calendar.length, 31)
})

t.test('three days are three, and the fourth is at risk until it is studied, and missed once it is over', async (t) => {
  const learner = await enrolledLearner(app)
  await studyOn(learner, 2, 3, 4)
  await study(learner, noon(4))
  t.match(await streakOf(learner, noon(4)), { state: 'active', length: 3, longest: 3 })
  t.match(await streakOf(learner, '2026-01-05T23:59:59Z'), { state: 'atRisk', length: 3 })
  t.match(await streakOf(learner, '2026-01-06T00:00:00Z'), { state: 'broken', length: 0, longest: 3 })
  const { calendar } = await streakOf(learner, noon(6), '2026-01')
  t.same(
    calendar.slice(0, 7).map(({ state }: { state: string }) => state),
    ['none', 'studied', 'studied', 'studied', 'missed', 'none', 'none']
  )
})

t.test('a missed day takes a freeze, and a session that comes in late gives it back', async (t) => {
  const learner = await enrolledLearner(app)
  await studyOn(learner, 2, 3, 4, 5, 6, 7, 8, 9)
  t.match(await streakOf(learner, noon(10)), { state: 'atRisk', length: 8, freezes: 1 })
  t.match(await streakOf(learner, noon(11)), { state: 'frozen', length: 8, freezes: 0 })
  await addsUp(t, learner, 1)
  await studyOn(learner, 11)
  t.match(await streakOf(learner, noon(11)), { state: 'active', length: 9, freezes: 0 })
  await addsUp(t, learner, 0)
  t.match(await streakOf(learner, noon(13)), { state: 'broken', longest: 9 })

  await studyOn(learner, 10)
  const streak = await streakOf(learner, noon(11), '2026-01')
  t.match(streak, { state: 'active', length: 10, freezes: 1 })
  t.match(streak.calendar[9], { day: '2026-01-10', state: 'studied' })
  await addsUp(t, learner, 1)
  t.same((await ledgersOf(db, learner.user.id)).freezeSources, [
    'earned:2026-01-08:1',
    'returned:2026-01-10:1',
    'spent:2026-01-10:1'
  ])
})

t.test('clocks that are put on or back change no day', async (t) => {
  const nights: Record<string, [instant: string, day: string][]> = {
    // Put forward on 8 March at 07:00Z, a day of 23 hours, and back on 1 November at 06:00Z, one of 25.
    'America/New_York': [
      ['2026-03-08T04:59:59Z', '2026-03-07'],
      ['2026-03-08T05:00:00Z', '2026-03-08'],
      ['2026-03-09T03:59:59Z', '2026-03-08'],
      ['2026-03-09T04:00:00Z', '2026-03-09'],
      ['2026-11-01T04:00:00Z', '2026-11-01'],
      ['2026-11-02T04:59:59Z', '2026-11-01'],
      ['2026-11-02T05:00:00Z', '2026-11-02']
    ],
    // Half an hour back on 5 April, from UTC+11 to +10:30.
    'Australia/Lord_Howe': [
      ['2026-04-04T12:59:59Z', '2026-04-04'],
      ['2026-04-04T13:00:00Z', '2026-04-05'],
      ['2026-04-05T13:29:59Z', '2026-04-05'],
      ['2026-04-05T13:30:00Z', '2026-04-06']
    ]
  }
  const lengths: Record<string, number[]> = {
    'America/New_York': [1, 2, 2, 3, 1, 1, 2],
    'Australia/Lord_Howe': [1, 2, 2, 3]
  }
  for (const [timeZone, events] of Object.entries(nights)) {
    const learner = await enrolledLearner(app, { timeZone })
    for (const [i, [instant, day]] of events.entries()) {
      t.equal((await study(learner, instant)).day, day, `${instant} in ${timeZone}`)
      const streak = await streakOf(learner, instant)
      t.match(streak, { state: 'active', length: lengths[timeZone]![i], today: day }, `${instant} in ${timeZone}`)
    }
  }
})

t.test('who flies over the date line loses a date, and no streak', async (t) => {
  const learner = await enrolledLearner(app, { timeZone: 'America/Los_Angeles' })
  await study(learner, '2026-01-04T03:00:00Z')
  await study(learner, '2026-01-05T04:00:00Z')
  t.match(await streakOf(learner, '2026-01-05T04:00:00Z'), { length: 2, today: '2026-01-04' })
  await learner.call('PATCH', '/v1/me', { timeZone: 'Pacific/Auckland' })
  const arrival = '2026-01-05T19:00:00Z'
  t.match(await streakOf(learner, arrival), { state: 'atRisk', length: 2, today: '2026-01-06' })
  await study(learner, arrival)
  const streak = await streakOf(learner, arrival)
  t.match(streak, { state: 'active', length: 3 })
  t.match(streak.calendar[4], { day: '2026-01-05', state: 'skipped' })
})

t.test("three days and two offline, as the learning model's example has them", async (t) => {
  const learner = await enrolledLearner(app, { timeZone: 'America/New_York' })
  await learner.call('PUT', '/v1/me/goal', { xp: 6 }, at('2026-03-06T00:00:00Z'))
  for (const instant of ['2026-03-06T01:00:00Z', '2026-03-07T01:00:00Z', '2026-03-08T01:00:00Z']) {
    t.equal((await study(learner, instant)).xp, 6)
  }
  const late = await study(learner, '2026-03-09T03:40:00Z')
  t.match(late, { day: '2026-03-08', xp: 6 })
  const earlier = await study(learner, '2026-03-08T06:30:00Z')
  t.match(earlier, { day: '2026-03-08', xp: 6 })
  const again = await learner.call('POST', `/v1/study-sessions/${late.id}/complete`)
  t.match(again.json(), { xp: 3, day: '2026-03-08' }, 'it was the repetition')

  t.match(await streakOf(learner, '2026-03-09T03:50:00Z'), { state: 'active', length: 4 })
  t.match(await streakOf(learner, '2026-03-09T04:00:00Z'), { state: 'atRisk', length: 4 })
  const { days, total } = (await learner.call('GET', '/v1/me/xp?from=2026-03-05&to=2026-03-08')).json()
  t.same(
    days.map(({ xp }: { xp: number }) => xp),
    [6, 6, 6, 9]
  )
  t.equal(total, 27)
  const { entries } = await ledgersOf(db, learner.user.id)
  t.match(
    entries.filter(({ source }) => source.includes(late.id)).map(({ source, amount }) => [source, amount]),
    [
      [`study-session:${late.id}`, 6],
      [`study-session:${late.id}:correction:1`, -3]
    ]
  )
  await addsUp(t, learner, 0)
})

t.test('completed fifty times at once, on two instances, a session counts once', async (t) => {
  const learner = await enrolledLearner(app)
  const other = await secondApp(t, app)
  await studyOn(learner, 1, 2, 3, 4, 5, 6)
  const id = await answeredSession(db, learner.user.id)
  const complete = (instance: typeof app, id: string, now: string) =>
    instance.inject({
      method: 'POST',
      url: `/v1/study-sessions/${id}/complete`,
      headers: { authorization: `Bearer ${learner.accessToken}`, ...at(now) }
    })
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, i) => complete(i % 2 ? app : other, id, noon(i % 3 ? 7 : 8)))
  )
  t.equal(new Set(replies.map(({ statusCode, body }) => `${statusCode} ${body}`)).size, 1)
  t.equal(replies[0]!.statusCode, 200)

  // Others, of the same and of other days, all at once, one of them a day that was missed.
  const days = [9, 9, 10, 11, 13, 14, 12, 14, 13]
  const ids = await Promise.all(days.map(() => answeredSession(db, learner.user.id)))
  await Promise.all(ids.map((id, i) => complete(i % 2 ? app : other, id, noon(days[i]!))))
  const { freezes, length } = await streakOf(learner, noon(14))
  // The one of fifty was the seventh or the eighth day: on the other nobody studied.
  const [first] = replies
  const onSeventh = first!.json().day === '2026-01-07'
  t.same([length, freezes], onSeventh ? [13, 0] : [7, 1])
  await addsUp(t, learner, freezes)
  const { entries } = await ledgersOf(db, learner.user.id)
  t.equal(entries.filter(({ source }) => source.startsWith(`study-session:${id}`)).length, 1)
})
