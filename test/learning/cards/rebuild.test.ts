import type { ExpressionBuilder } from 'kysely'
import t from 'tap'
import type { Database } from '../../../src/database/database.ts'
import { rebuildCards } from '../../../src/learning/cards/rebuild.ts'
import { cardsOf, differencesOf } from '../../support/cards.ts'
import { newLearner } from '../../support/learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'
import { answerAll, rightAnswer, startedSession, wrongAnswer } from '../../support/study.ts'

const { db } = await pooledDatabase(t, { own: true })

/** A learner who has studied on three days, now and then wrongly. */
async function learnerOfThreeDays() {
  const { id } = await newLearner(db)
  for (const day of ['2026-01-31', '2026-02-01', '2026-02-04']) {
    const noon = Temporal.Instant.from(`${day}T12:00:00Z`)
    const { session, exercises } = await startedSession(db, id, { size: 8 }, noon)
    let turn = 0
    const answerOf: typeof rightAnswer = (key) => (turn % 4 === 3 ? wrongAnswer(key) : rightAnswer(key))
    await answerAll(db, id, session.id, exercises, answerOf, () => noon.add({ minutes: ++turn }))
  }
  return id
}

/** The card with these values in its key. */
const matching =
  (key: { user_id: string; item_id: string; direction: string }) => (row: ExpressionBuilder<Database, 'cards'>) =>
    row.and(key)

const rebuild = () => Array.fromAsync(rebuildCards(db))

t.test('cards made anew from the log are what they were', async (t) => {
  const userId = await learnerOfThreeDays()
  const before = await cardsOf(db, userId)
  t.ok(before.some(({ reps }) => reps > 1))
  t.same(await rebuild(), [])
  t.same(await cardsOf(db, userId), before)
})

t.test('what differs from the log is mended and told', async (t) => {
  const [userId, other] = [await learnerOfThreeDays(), await learnerOfThreeDays()]
  const [changed, lost, ...rest] = await cardsOf(db, userId)
  const others = await cardsOf(db, other)
  const one = { user_id: userId, item_id: changed!.item_id, direction: changed!.direction }
  const two = { user_id: userId, item_id: lost!.item_id, direction: lost!.direction }
  await db.updateTable('cards').set({ stability: 99 }).where(matching(one)).execute()
  await db.deleteFrom('cards').where(matching(two)).execute()
  const stray = { ...rest[0]!, item_id: userId }
  await db.insertInto('cards').values(stray).execute()
  t.equal((await differencesOf(db, userId)).length, 3)

  const told = await rebuild()
  t.same(
    told
      .map((each) => [each.userId, each.itemId, each.stored?.stability ?? null, each.replayed?.stability ?? null])
      .sort(),
    [
      [userId, changed!.item_id, 99, changed!.stability],
      [userId, lost!.item_id, null, lost!.stability],
      [userId, stray.item_id, stray.stability, null]
    ].sort()
  )
  const without = ({ version, ...row }: typeof stray) => row
  t.same((await cardsOf(db, userId)).map(without), [changed!, lost!, ...rest].map(without))
  const { version } = await db.selectFrom('cards').select('version').where(matching(one)).executeTakeFirstOrThrow()
  t.ok(version > changed!.version)
  t.same(await cardsOf(db, other), others)
  t.same(await rebuild(), [])
})

t.test('a desired retention that was changed does not make reviewed cards differ', async (t) => {
  const userId = await learnerOfThreeDays()
  const before = await cardsOf(db, userId)
  await db.updateTable('users').set({ desired_retention: 0.8 }).where('id', '=', userId).execute()
  t.same(await rebuild(), [])
  t.same(await cardsOf(db, userId), before)
})
