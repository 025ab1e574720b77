import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { transaction } from '../../../src/database/transaction.ts'
import { answerExercise } from '../../../src/learning/answering.ts'
import { correctAnswer } from '../../../src/learning/correction.ts'
import { gradeAnswer } from '../../../src/learning/exercises/grade.ts'
import { cardsOf, differencesOf, logOf } from '../../support/cards.ts'
import { DEMONSTRATION, newLearner } from '../../support/learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'
import { itemProgress, rightAnswer, startedSession, wrongAnswer } from '../../support/study.ts'

const { db } = await pooledDatabase(t)
const noon = Temporal.Instant.from('2026-01-31T12:00:00Z')

/** A learner who answers the typed exercises of a lesson, an hour apart, the first of them wrongly where told so. */
async function learnerOf(id: string, isWrong: boolean) {
  const { session, exercises } = await startedSession(db, id, { size: 30 }, noon)
  const typed = exercises.filter(({ key }) => key.kind === 'type')
  for (const [index, { number, key }] of typed.entries()) {
    const answer = isWrong && index === 0 ? wrongAnswer(key) : rightAnswer(key)
    await answerExercise(db, id, session.id, number, { answer, durationMs: 50_000 }, noon.add({ hours: index }))
  }
  return { userId: id, sessionId: session.id, first: typed[0]! }
}

t.test('an answer that is accepted later is a right review, and its card is what it would have been', async (t) => {
  const { id } = await newLearner(db)
  const { userId, sessionId, first } = await learnerOf(id, true)
  const { id: courseId } = await db
    .selectFrom('courses')
    .select('id')
    .where('slug', '=', DEMONSTRATION)
    .executeTakeFirstOrThrow()
  const { number, itemIds, key } = first
  const wrong = { userId, sessionId, number, courseId, itemIds, groupId: uuidv7() }
  const verdict = gradeAnswer(key, rightAnswer(key))
  const correct = () =>
    transaction(db, async (trx) => {
      await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
      return correctAnswer(trx, wrong, verdict, noon.add({ hours: 90 }))
    })
  const ofFirst = async () => (await logOf(db, userId)).filter((row) => row.number === number)
  const [before] = await ofFirst()
  const { version } = (await cardsOf(db, userId)).find((row) => row.item_id === itemIds[0])!
  t.equal(await correct(), 0)
  t.equal(await correct(), undefined)

  // The log keeps what it said, and the time that the answer took still counts.
  t.same(await ofFirst(), [before, { ...before, correction: 1, rating: 2 }])
  t.equal(before!.rating, 1)
  t.same(await differencesOf(db, userId), [])
  t.ok((await cardsOf(db, userId)).some((row) => row.item_id === itemIds[0] && row.version > version))

  // As if it had been right at first.
  const known = async () => [
    (await cardsOf(db, userId)).map(({ version, ...card }) => card),
    await itemProgress(db, userId)
  ]
  const corrected = await known()
  for (const table of ['answers', 'reviews', 'cards', 'item_progress'] as const) {
    await db.deleteFrom(table).where('user_id', '=', userId).execute()
  }
  const exercises = await db
    .selectFrom('study_exercises')
    .select(['number', 'key'])
    .where('session_id', '=', sessionId)
    .orderBy('number')
    .execute()
  const typed = (exercises as { number: number; key: typeof key }[]).filter((exercise) => exercise.key.kind === 'type')
  for (const [index, exercise] of typed.entries()) {
    const given = { answer: rightAnswer(exercise.key), durationMs: 50_000 }
    await answerExercise(db, userId, sessionId, exercise.number, given, noon.add({ hours: index }))
  }
  t.same(await known(), corrected)
})
