import t from 'tap'
import { answerExercise } from '../../src/learning/answering.ts'
import { completeStudySession } from '../../src/learning/completion.ts'
import type { NewStudySession } from '../../src/learning/study-session.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answerAll, rightAnswer, startedSession, wrongAnswer } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const noon = Temporal.Instant.from('2026-01-31T12:00:00Z')

const complete = (userId: string, id: string, now = noon) => completeStudySession(db, userId, id, now)

const ledger = (userId: string) =>
  db.selectFrom('xp_entries').selectAll().where('user_id', '=', userId).orderBy('earned_at').execute()

async function answeredSession(userId: string, changes: Partial<NewStudySession> = {}): Promise<string> {
  const { session, exercises } = await startedSession(db, userId, { size: 4, ...changes })
  await answerAll(db, userId, session.id, exercises)
  return session.id
}

t.test('a completed session is summed up, and its XP booked', async (t) => {
  const user = await newLearner(db, { timeZone: 'Europe/Madrid' })
  const { session, exercises } = await startedSession(db, user.id, { size: 8 })
  await answerAll(db, user.id, session.id, exercises.slice(0, 5))
  await answerAll(db, user.id, session.id, exercises.slice(5), wrongAnswer)
  const summary = await complete(user.id, session.id, Temporal.Instant.from('2026-01-31T12:00:00.123456789Z'))
  t.same(summary, {
    correct: 5,
    wrong: 3,
    accuracy: 0.63,
    xp: 5,
    day: '2026-01-31',
    completedAt: '2026-01-31T12:00:00.123Z'
  })
  t.same(await ledger(user.id), [
    {
      user_id: user.id,
      source: `study-session:${session.id}`,
      amount: 5,
      day: '2026-01-31',
      time_zone: 'Europe/Madrid',
      earned_at: '2026-01-31T12:00:00.123Z'
    }
  ])
})

t.test('a session without a mistake earns five XP more', async (t) => {
  const user = await newLearner(db)
  t.match(await complete(user.id, await answeredSession(user.id)), { correct: 4, wrong: 0, accuracy: 1, xp: 9 })
})

t.test('twenty completions at once are one', async (t) => {
  const user = await newLearner(db)
  const id = await answeredSession(user.id)
  const times = Array.from({ length: 20 }, (_, i) => noon.add({ hours: i }))
  const [first, ...others] = await Promise.all(times.map((time) => complete(user.id, id, time)))
  for (const other of others) t.same(other, first)
  t.same(await complete(user.id, id, noon.add({ hours: 48 })), first)
  t.equal((await ledger(user.id)).length, 1)
})

t.test('it cannot be completed before all is answered, nor by another learner', async (t) => {
  const user = await newLearner(db)
  const stranger = await newLearner(db)
  const { session, exercises } = await startedSession(db, user.id, { size: 4 })
  await answerAll(db, user.id, session.id, exercises.slice(1))
  await t.rejects(complete(user.id, session.id), { name: 'Conflict', message: /1 of 4/ })
  await answerAll(db, user.id, session.id, exercises.slice(0, 1))
  await t.rejects(complete(stranger.id, session.id), { name: 'NotFound' })
  for (const { id } of [user, stranger]) t.same(await ledger(id), [])
})

t.test('a skill repeated on the same day earns half each time', async (t) => {
  const user = await newLearner(db)
  const earn = async (changes?: Partial<NewStudySession>, now = noon) =>
    (await complete(user.id, await answeredSession(user.id, changes), now)).xp
  t.same([await earn(), await earn(), await earn(), await earn(), await earn()], [9, 4, 2, 1, 0])
  t.equal(await earn({ skill: 'food' }), 9, 'another skill is no repetition')
  t.equal(await earn({}, noon.add({ hours: 24 })), 9, 'another day is none either')
  t.equal(await earn({}, noon), 0)
})

t.test('two sessions of a skill completed at once earn once in full and once half', async (t) => {
  const user = await newLearner(db)
  const ids = [await answeredSession(user.id), await answeredSession(user.id), await answeredSession(user.id)]
  await Promise.all(ids.map((id) => complete(user.id, id)))
  // What is first is told by when it was completed, whichever was booked first.
  const summaries = await Promise.all(ids.map((id) => complete(user.id, id)))
  t.same(
    summaries.map(({ xp }) => xp).sort((a, b) => b - a),
    [9, 4, 2]
  )
  const amounts = (await ledger(user.id)).map(({ amount }) => amount)
  t.equal(
    amounts.reduce((sum, amount) => sum + amount),
    15
  )
})

t.test("it counts for the learner's own day, which stays when they travel", async (t) => {
  const late = Temporal.Instant.from('2026-01-31T23:30:00Z')
  for (const [timeZone, day] of [
    ['UTC', '2026-01-31'],
    ['Pacific/Kiritimati', '2026-02-01'],
    ['America/New_York', '2026-01-31']
  ] as const) {
    const user = await newLearner(db, { timeZone })
    const id = await answeredSession(user.id)
    const summary = await complete(user.id, id, late)
    t.equal(summary.day, day, timeZone)
    const [entry] = await ledger(user.id)
    t.match(entry, { day, time_zone: timeZone })

    await db.updateTable('users').set({ time_zone: 'Asia/Tokyo' }).where('id', '=', user.id).execute()
    t.same(await complete(user.id, id, late.add({ hours: 24 })), summary)
    t.same(await ledger(user.id), [entry])
  }
})

t.test('the same instant is a repetition where the day is the same, and none where it is the next', async (t) => {
  const before = Temporal.Instant.from('2026-02-01T04:30:00Z')
  const after = before.add({ hours: 1 })
  for (const [timeZone, xp] of [
    ['UTC', [9, 4]],
    ['America/New_York', [9, 9]]
  ] as const) {
    const user = await newLearner(db, { timeZone })
    const first = await complete(user.id, await answeredSession(user.id), before)
    const second = await complete(user.id, await answeredSession(user.id), after)
    t.same([first.xp, second.xp], xp, timeZone)
  }
})

t.test('an answer that races with the completion counts whole or comes before it', async (t) => {
  const user = await newLearner(db)
  for (let round = 0; round < 10; round++) {
    const { session, exercises } = await startedSession(db, user.id, { size: 4 })
    const last = exercises.at(-1)!
    await answerAll(db, user.id, session.id, exercises.slice(0, -1))
    const answering = () =>
      answerExercise(db, user.id, session.id, last.number, { answer: rightAnswer(last.key) }, Temporal.Now.instant())
    const [answered, ...completions] = await Promise.allSettled([
      answering(),
      complete(user.id, session.id),
      complete(user.id, session.id)
    ])
    t.equal(answered.status, 'fulfilled')
    for (const completion of completions) {
      if (completion.status === 'fulfilled') t.match(completion.value, { correct: 4, wrong: 0 })
      else t.equal(completion.reason.name, 'Conflict')
    }
    t.match(await complete(user.id, session.id), { correct: 4, wrong: 0, accuracy: 1 })
  }
  t.equal((await ledger(user.id)).length, 10)
})

t.test('a completion whose client has been told that it failed is not committed', async (t) => {
  const user = await newLearner(db)
  const id = await answeredSession(user.id)
  const late = new Error('too late')
  await t.rejects(completeStudySession(db, user.id, id, noon, { signal: AbortSignal.abort(late) }), late)
  t.same(await ledger(user.id), [])
  t.equal((await complete(user.id, id)).xp, 9)
})
