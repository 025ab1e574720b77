import t from 'tap'
import { answerExercise } from '../../../src/learning/answering.ts'
import { predictionsOf } from '../../../src/learning/reviews/predictions.ts'
import { defaultSettings } from '../../../src/learning/reviews/scheduler.ts'
import { countAnswers } from '../../../src/learning/statistics/counting.ts'
import { findLearnerStatistics } from '../../../src/learning/statistics/learner.ts'
import { measureRetention } from '../../../src/learning/statistics/measuring.ts'
import { newLearner } from '../../support/learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'
import { rightAnswer, startedSession, wrongAnswer } from '../../support/study.ts'

const { db } = await pooledDatabase(t, { max: 10 })

const measuredOf = async (userId: string) => {
  await countAnswers(db)
  await db.updateTable('learner_retention').set({ next_measure_at: '2000-01-01T00:00:00Z' }).execute()
  await Promise.all([measureRetention(db), measureRetention(db)])
  return findLearnerStatistics(db, userId, undefined)
}

/** Answers a session on a day of January, every fourth exercise wrongly, each in so many ms. */
async function study(userId: string, day: number, durationMs?: number): Promise<void> {
  const at = Temporal.Instant.from(`2026-01-${String(day).padStart(2, '0')}T12:00:00Z`)
  const { session, exercises } = await startedSession(db, userId, { size: 12 }, at)
  for (const [i, { number, key }] of exercises.entries()) {
    const answer = i % 4 === 3 ? wrongAnswer(key) : rightAnswer(key)
    await answerExercise(db, userId, session.id, number, { answer, durationMs }, at.add({ seconds: i }))
  }
}

t.test('retention is held against what FSRS predicted of the reviews of all cards', async (t) => {
  const { id } = await newLearner(db)
  t.match((await measuredOf(id)).retention, { reviews: 0, measured: null, predicted: null })
  for (const day of [1, 3, 8]) await study(id, day)
  const { retention } = await measuredOf(id)

  const rows = await db.selectFrom('reviews').selectAll().where('user_id', '=', id).execute()
  const cards = Map.groupBy(rows, ({ item_id, direction }) => `${item_id} ${direction}`)
  const predictions = [...cards.values()].flatMap((log) =>
    predictionsOf(
      log.map(({ session_id, number, rating, reviewed_at, day }) => ({
        key: `${session_id}:${String(number).padStart(4, '0')}`,
        rating: rating as 1,
        at: reviewed_at,
        day
      })),
      defaultSettings
    )
  )
  t.ok(predictions.length > 5)
  const share = (part: number) => Math.round((part / predictions.length) * 100) / 100
  t.same(retention, {
    reviews: predictions.length,
    measured: share(predictions.filter(({ recalled }) => recalled).length),
    predicted: share(predictions.reduce((sum, { predicted }) => sum + predicted, 0))
  })
  t.same((await measuredOf(id)).retention, retention, 'again, it is the same')
})

t.test('it is measured at most every quarter of an hour, and not without a new answer', async (t) => {
  const { id } = await newLearner(db)
  for (const day of [1, 3]) await study(id, day)
  const { reviews } = (await measuredOf(id)).retention
  t.equal(await measureRetention(db), 0)
  await study(id, 6)
  await countAnswers(db)
  t.equal(await measureRetention(db), 0)
  t.equal((await findLearnerStatistics(db, id, undefined)).retention.reviews, reviews)
  t.ok((await measuredOf(id)).retention.reviews > reviews)
})

t.test('time studied is that of answers whose time is known, unless the learner was interrupted', async (t) => {
  const { id } = await newLearner(db)
  await study(id, 1, 4_000)
  t.equal((await measuredOf(id)).secondsStudied, 48)
  await study(id, 2)
  await study(id, 3, 300_000)
  t.equal((await measuredOf(id)).secondsStudied, 48)
  await study(id, 4, 1_500)
  t.equal((await measuredOf(id)).secondsStudied, 66)
})
