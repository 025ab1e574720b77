import t from 'tap'
import { answerExercise } from '../../src/learning/answering.ts'
import type { Answer } from '../../src/learning/exercises/answer.ts'
import type { MatchKey } from '../../src/learning/exercises/match.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answerAll, itemProgress, rightAnswer, type Stored, startedSession, wrongAnswer } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const now = Temporal.Instant.from('2026-01-31T12:00:00Z')

const answersOf = (userId: string) => db.selectFrom('answers').selectAll().where('user_id', '=', userId).execute()

/** A learner with a session, and a way to answer it. */
async function learnerWithSession() {
  const user = await newLearner(db)
  const { session, exercises } = await startedSession(db, user.id)
  const answer = async ({ number }: Stored, given: Answer) =>
    (await answerExercise(db, user.id, session.id, number, { answer: given }, now)).verdict
  return { userId: user.id, session, exercises, answer }
}

t.test('the same answer again gives the same verdict and changes nothing', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const [right, wrong] = exercises
  for (const [exercise, given] of [
    [right!, rightAnswer(right!.key)],
    [wrong!, wrongAnswer(wrong!.key)]
  ] as const) {
    const verdict = await answer(exercise, given)
    const before = [await answersOf(userId), await itemProgress(db, userId)]
    t.same(await answer(exercise, structuredClone(given)), verdict)
    t.same([await answersOf(userId), await itemProgress(db, userId)], before)
  }
})

t.test('the pairs of a match may come again in another order', async (t) => {
  const { exercises, answer } = await learnerWithSession()
  const exercise = exercises.find(({ key }) => key.kind === 'match')!
  const pairs = rightAnswer(exercise.key) as [string, string][]
  t.same(await answer(exercise, pairs.toReversed()), await answer(exercise, pairs))
  await t.rejects(answer(exercise, pairs.slice(1)), { name: 'Conflict' })
})

t.test('another answer is refused and changes nothing', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const exercise = exercises.find(({ key }) => key.kind === 'type')!
  await answer(exercise, 'xyzzy')
  const before = [await answersOf(userId), await itemProgress(db, userId)]
  for (const other of [rightAnswer(exercise.key), 'Xyzzy', 'xyzzy ', '', ['xyzzy'], [] as string[]]) {
    await t.rejects(answer(exercise, other), { name: 'Conflict', statusCode: 409 })
  }
  t.same([await answersOf(userId), await itemProgress(db, userId)], before)
})

t.test('fifty identical answers at once count as one', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const exercise = exercises.find(({ key }) => key.kind === 'match')!
  const given = rightAnswer(exercise.key)
  const [first, ...others] = await Promise.all(Array.from({ length: 50 }, () => answer(exercise, given)))
  t.equal(first!.verdict, 'correct')
  for (const other of others) t.same(other, first)
  t.equal((await answersOf(userId)).length, 1)
  const progress = await itemProgress(db, userId)
  t.same(new Set(progress.keys()), new Set(exercise.itemIds))
  for (const item of progress.values()) t.same(item, { seen: 1, correct: 1, inARow: 1 })
})

t.test('of fifty different answers at once exactly one is taken', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const exercise = exercises.find(({ key }) => key.kind === 'type')!
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => answer(exercise, `answer ${i}`)))
  const taken = results.filter(({ status }) => status === 'fulfilled')
  const refused = results.filter((result) => result.status === 'rejected')
  t.equal(taken.length, 1)
  for (const { reason } of refused) t.equal(reason.name, 'Conflict')
  const [row, ...more] = await answersOf(userId)
  t.same(more, [])
  t.equal(results[Number((row!.answer as string).split(' ')[1])]!.status, 'fulfilled')
  t.same([...(await itemProgress(db, userId)).values()], [{ seen: 1, correct: 0, inARow: 0 }])
})

t.test('a whole session answered at once loses no progress', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  await Promise.all(exercises.map((exercise) => answer(exercise, rightAnswer(exercise.key))))
  const times = new Map<string, number>()
  for (const { itemIds } of exercises) for (const id of itemIds) times.set(id, (times.get(id) ?? 0) + 1)
  const progress = await itemProgress(db, userId)
  t.equal(progress.size, times.size)
  for (const [id, seen] of times) t.same(progress.get(id), { seen, correct: seen, inARow: seen })
})

t.test('in a match each word is known or not by its own pair', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const exercise = exercises.find(({ key }) => key.kind === 'match')!
  const { pairs } = exercise.key as MatchKey
  // The first two are swapped, the last is left out.
  const given = pairs.slice(0, -1).map(({ left, right }, i): [string, string] => {
    const swapped = { 0: pairs[1]!.right.id, 1: pairs[0]!.right.id }[i]
    return [left.id, swapped ?? right.id]
  })
  t.equal((await answer(exercise, given)).verdict, 'wrong')
  const progress = await itemProgress(db, userId)
  t.same(
    exercise.itemIds.map((id) => progress.get(id)!.correct),
    [0, 0, ...pairs.slice(3).map(() => 1), 0]
  )
  const names = await db.selectFrom('items').select(['id', 'target']).where('id', 'in', exercise.itemIds).execute()
  for (const [i, id] of exercise.itemIds.entries()) {
    t.same(names.find((item) => item.id === id)!.target[0], pairs[i]!.left.text)
  }
})

t.test('what cannot be an answer leaves no trace', async (t) => {
  const { userId, exercises, answer } = await learnerWithSession()
  const kind = (name: string) => exercises.find(({ key }) => key.kind === name)!
  await t.rejects(answer(kind('choose'), 'zz'), { name: 'AnswerMismatch', statusCode: 422 })
  await t.rejects(answer(kind('type'), 'x'.repeat(2_001)), { name: 'AnswerTooLong', statusCode: 422 })
  await t.rejects(answer({ ...kind('type'), number: 31 }, 'a'), { name: 'NotFound', statusCode: 404 })
  t.same(await answersOf(userId), [])
  t.equal((await itemProgress(db, userId)).size, 0)
})

t.test('every exercise of a lesson takes the answer that its key holds, and refuses a wrong one', async (t) => {
  const user = await newLearner(db)
  for (const [answerOf, expected] of [
    [rightAnswer, 'correct'],
    [wrongAnswer, 'wrong']
  ] as const) {
    const { session, exercises } = await startedSession(db, user.id, { skill: 'verbs' })
    await answerAll(db, user.id, session.id, exercises, answerOf)
    const rows = await db.selectFrom('answers').selectAll().where('session_id', '=', session.id).execute()
    const others = rows.filter(({ verdict }) => (verdict as { verdict: string }).verdict !== expected)
    t.same(others, [])
  }
})
