import t from 'tap'
import { enrolledLearner, sharedApp } from '../../helper.ts'
import { answeredSession } from '../../support/studied.ts'

const app = await sharedApp()
const { db } = app

type Learner = Awaited<ReturnType<typeof enrolledLearner>>

const at = (now: string) => ({ 'x-parlance-now': now })

async function earn({ call, user }: Learner, instant: string): Promise<void> {
  const id = await answeredSession(db, user.id)
  await call('POST', `/v1/study-sessions/${id}/complete`, undefined, at(instant))
}

const setGoal = async ({ call }: Learner, xp: number, now: string) =>
  (await call('PUT', '/v1/me/goal', { xp }, at(now))).json()

const xpOf = async ({ call }: Learner, query: string, now = '2026-03-10T12:00:00Z') =>
  (await call('GET', `/v1/me/xp${query}`, undefined, at(now))).json()

t.test('every day of a range is told, with its goal', async (t) => {
  const learner = await enrolledLearner(app)
  await setGoal(learner, 6, '2026-03-02T08:00:00Z')
  await earn(learner, '2026-03-02T12:00:00Z')
  await setGoal(learner, 10, '2026-03-04T23:00:00Z')
  await earn(learner, '2026-03-04T12:00:00Z')
  await earn(learner, '2026-03-05T12:00:00Z')
  await earn(learner, '2026-03-05T13:00:00Z')
  await earn(learner, '2026-03-05T14:00:00Z')
  t.same(await xpOf(learner, '?from=2026-03-01&to=2026-03-05'), {
    days: [
      { day: '2026-03-01', xp: 0, goal: null, reached: false },
      { day: '2026-03-02', xp: 6, goal: 6, reached: true },
      { day: '2026-03-03', xp: 0, goal: 6, reached: false },
      { day: '2026-03-04', xp: 6, goal: 10, reached: false },
      { day: '2026-03-05', xp: 10, goal: 10, reached: true }
    ],
    total: 22,
    lifetime: 22
  })
  t.match(await xpOf(learner, '?from=2026-03-05&to=2026-03-05'), { total: 10, lifetime: 22 })
  const { days } = await xpOf(learner, '')
  t.same([days.length, days[0].day, days.at(-1).day], [7, '2026-03-04', '2026-03-10'])
})

t.test('a range has 1 to 366 days', async (t) => {
  const { call } = await enrolledLearner(app)
  const status = async (from: string, to: string) => (await call('GET', `/v1/me/xp?from=${from}&to=${to}`)).statusCode
  t.equal(await status('2026-01-01', '2026-01-01'), 200)
  t.equal(await status('2026-01-01', '2027-01-01'), 200)
  t.equal(await status('2026-01-01', '2027-01-02'), 422)
  t.equal(await status('2026-01-02', '2026-01-01'), 422)
  t.equal(await status('0001-01-01', '9999-12-31'), 400)
  t.equal(await status('1000-01-01', '9999-12-31'), 422)
  t.equal(await status('2026-02-29', '2026-03-01'), 400)
})

t.test(
  'before a learner sets one, the goal is that of every new profile, from the day of their account on',
  async (t) => {
    const learner = await enrolledLearner(app)
    await db
      .updateTable('users')
      .set({ created_at: '2026-03-05T12:00:00Z' })
      .where('id', '=', learner.user.id)
      .execute()
    const goals = async () =>
      (await xpOf(learner, '?from=2026-03-04&to=2026-03-07')).days.map(({ goal }: { goal: number }) => goal)
    const { dailyGoal } = (await learner.call('GET', '/v1/me')).json()
    t.same(await goals(), [null, dailyGoal, dailyGoal, dailyGoal])
    t.same(await setGoal(learner, 30, '2026-03-07T12:00:00Z'), { xp: 30, since: '2026-03-07' })
    t.same(await goals(), [null, dailyGoal, dailyGoal, 30])
  }
)

t.test('the goal of the profile is the same one, however it is set', async (t) => {
  const learner = await enrolledLearner(app, { timeZone: 'Asia/Tokyo' })
  const goalOf = async () => (await learner.call('GET', '/v1/me')).json().dailyGoal
  t.same(await setGoal(learner, 50, '2026-03-07T18:00:00Z'), { xp: 50, since: '2026-03-08' }, 'a day of Tokyo')
  t.equal(await goalOf(), 50)
  const patched = await learner.call('PATCH', '/v1/me', { dailyGoal: 7, displayName: 'B' }, at('2026-03-08T18:00:00Z'))
  t.match(patched.json(), { dailyGoal: 7, displayName: 'B' })
  // A change that comes in late, of that day and of the one before.
  t.same(await setGoal(learner, 99, '2026-03-08T16:00:00Z'), { xp: 7, since: '2026-03-09' })
  t.same(await setGoal(learner, 60, '2026-03-07T23:00:00Z'), { xp: 7, since: '2026-03-09' })
  t.equal(await goalOf(), 7)
  const { days } = await xpOf(learner, '?from=2026-03-07&to=2026-03-10')
  t.same(
    days.map(({ goal }: { goal: number }) => goal),
    [null, 60, 7, 7]
  )
  for (const xp of [0, 1001, 1.5, '10', null]) {
    t.equal((await learner.call('PUT', '/v1/me/goal', { xp })).statusCode, 400, `${xp}`)
  }
})
