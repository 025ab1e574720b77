import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { publishCourse } from '../src/authoring/publish.ts'
import { transaction } from '../src/database/transaction.ts'
import { momentOf } from '../src/learning/learner.ts'
import { streakAt } from '../src/learning/streak/streak.ts'
import { findStudyMoments } from '../src/learning/study-days.ts'
import { inLine, verify } from '../src/verify/verify.ts'
import { habitOf } from './simulation/habits.ts'
import { living, study } from './simulation/live.ts'
import { type Done, dateOf, reckonStreak, reckonXp } from './simulation/reckoned.ts'
import { smallCourse } from './support/courses.ts'
import { newLearner } from './support/learner.ts'
import { pooledDatabase } from './support/pooled-database.ts'

const LEARNERS = 50
const course = 'a-year'
const { db } = await pooledDatabase(t)
await transaction(db, (trx) =>
  publishCourse(trx, smallCourse(course), { user: undefined, now: Temporal.Instant.from('2011-01-31T00:00:00Z') })
)

t.test('fifty learners study for a year, and nothing contradicts what can be reckoned', async (t) => {
  const numbers = Array.from({ length: LEARNERS }, (_, i) => i)
  const states = new Map<string, number>()
  const lives = await Promise.all(numbers.map((number) => live(number, states)))
  t.comment(
    JSON.stringify(Object.fromEntries(states)),
    `${lives.reduce((sum, { done }) => sum + done.length, 0)} sessions`
  )
  for (const state of ['active', 'atRisk', 'frozen', 'broken']) t.ok(states.get(state)! > 20, state)

  const longest = Math.max(...lives.map((life) => life.longest))
  t.ok(longest > 150, `the longest streak is of ${longest} days`)

  for (const { userId, done, dayStartHour } of lives) {
    const days = await db.selectFrom('study_days').select('day').where('user_id', '=', userId).orderBy('day').execute()
    const dates = new Set(done.map((session) => dateOf(session, dayStartHour)))
    t.same(
      days.map(({ day }) => day),
      [...dates].sort()
    )
    const sessions = await db.selectFrom('study_sessions').selectAll().where('user_id', '=', userId).execute()
    const entries = await db.selectFrom('xp_entries').select(['amount']).where('user_id', '=', userId).execute()
    t.equal(
      entries.reduce((sum, { amount }) => sum + amount, 0),
      reckonXp(sessions)
    )
  }
  t.same((await Array.fromAsync(verify(db))).map(inLine), [])
})

/** A learner's year, their streak looked at after everything that they tell of, and some time later. */
async function live(number: number, states: Map<string, number>) {
  const { timeZone, dayStartHour, right, told } = habitOf(number)
  const { id: userId } = await newLearner(db, { timeZone, courses: [course] })
  await db.updateTable('users').set({ day_start_hour: dayStartHour }).where('id', '=', userId).execute()
  const learner = living(userId, `learner ${number}`, course, right)
  const done: Done[] = []
  let longest = 0
  for (const event of told) {
    await study(db, learner, event)
    done.push(...event.sessions)
    const { timeZone } = event.sessions.at(-1)!
    const moments = await findStudyMoments(db, userId)
    for (const hours of [0, learner.random(100)]) {
      const now = { at: event.at.add({ hours }), timeZone }
      const moment = momentOf(now.at, { timeZone, dayStartHour })
      const { history, today, ...streak } = streakAt(moments, moment)
      const reckoned = reckonStreak(done, now, dayStartHour)
      longest = streak.longest
      states.set(reckoned.state, (states.get(reckoned.state) ?? 0) + 1)
      // Thousands of them: only what is wrong is told.
      if (isDeepStrictEqual(streak, reckoned)) continue
      t.same(streak, reckoned, `learner ${number} on ${now.at} in ${timeZone}`)
    }
  }
  return { userId, done, dayStartHour, longest }
}
