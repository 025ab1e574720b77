import { sql } from 'kysely'
import t from 'tap'
import { answerExercise, type GivenAnswer } from '../../../src/learning/answering.ts'
import { cardOf } from '../../../src/learning/cards/stored-card.ts'
import { testedDirection } from '../../../src/learning/exercises/direction.ts'
import type { Exercise } from '../../../src/learning/exercises/schemas.ts'
import { nextCard } from '../../../src/learning/reviews/schedule.ts'
import { defaultSettings } from '../../../src/learning/reviews/scheduler.ts'
import { cardsOf, differencesOf, logOf } from '../../support/cards.ts'
import { newLearner } from '../../support/learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'
import { itemProgress, rightAnswer, type Stored, startedSession, wrongAnswer } from '../../support/study.ts'
import { until } from '../../support/until.ts'

const { db } = await pooledDatabase(t)
const noon = Temporal.Instant.from('2026-01-31T12:00:00Z')
const minutesLater = (minutes: number) => noon.add({ minutes })

/** A learner with so many sessions of the same few items, and a way to answer them. */
async function learnerWithSessions(count = 1, { timeZone = 'UTC', size = 4 } = {}) {
  const { id: userId } = await newLearner(db, { timeZone })
  const sessions = await Promise.all(Array.from({ length: count }, () => startedSession(db, userId, { size }, noon)))
  const answer = async (session: number, { number }: Stored, given: GivenAnswer, at = noon) =>
    answerExercise(db, userId, sessions[session]!.session.id, number, given, at)
  return { userId, sessions, answer }
}

/** The exercises of some sessions that test one card, each with the number of its session. */
function ofOneCard(sessions: Awaited<ReturnType<typeof learnerWithSessions>>['sessions']) {
  const all = sessions.flatMap(({ session, exercises }, index) =>
    exercises.flatMap((stored) => {
      const direction = testedDirection(session.exercises[stored.number - 1] as Exercise)
      return stored.itemIds.map((itemId) => ({ session: index, stored, card: `${itemId} ${direction}` }))
    })
  )
  const groups = Object.values(Object.groupBy(all, ({ card }) => card)) as (typeof all)[]
  return groups.toSorted((a, b) => b.length - a.length)[0]!
}

t.test('an answer is a review of each item in the direction that its exercise tests', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions(1, { size: 30 })
  const { session, exercises } = sessions[0]!
  for (const stored of exercises.slice(0, 12)) {
    await answer(0, stored, { answer: rightAnswer(stored.key), durationMs: 1_234 }, minutesLater(stored.number))
  }
  const log = await logOf(db, userId)
  t.same(
    log.map(({ number, item_id, direction }) => [number, item_id, direction]),
    exercises
      .slice(0, 12)
      .flatMap(({ number, itemIds }) =>
        itemIds.toSorted().map((itemId) => [number, itemId, testedDirection(session.exercises[number - 1] as Exercise)])
      )
  )
  t.match(log[0], { rating: 3, day: '2026-01-31', duration_ms: 1_234, correction: 0, course_id: /-/ })
  t.same(await differencesOf(db, userId), [])
})

t.test('a card is what FSRS makes of its reviews, on the days of the learner', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions(2, { timeZone: 'America/New_York' })
  const [first, second] = ofOneCard(sessions).filter(({ session }, index) => index === 0 || session === 1)
  // 23:40 on the 30th and 00:10 on the 31st, both on the 31st in UTC.
  const [evening, night] = ['2026-01-31T04:40:00Z', '2026-01-31T05:10:00Z'].map((at) => Temporal.Instant.from(at))
  await answer(first!.session, first!.stored, { answer: rightAnswer(first!.stored.key) }, evening)
  await answer(second!.session, second!.stored, { answer: wrongAnswer(second!.stored.key) }, night)
  const [itemId, direction] = first!.card.split(' ')
  const rows = (await cardsOf(db, userId)).filter((row) => row.item_id === itemId && row.direction === direction)
  const once = nextCard(undefined, { rating: 3, at: evening!.toString(), day: '2026-01-30' }, defaultSettings)
  const twice = nextCard(once, { rating: 1, at: night!.toString(), day: '2026-01-31' }, defaultSettings)
  t.same(rows.map(cardOf), [twice])
  t.match(rows[0], { retention: 0.9, version: 2 })
})

t.test('a slow answer is a hard one, and the zone of its device tells its day', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions()
  const [stored] = sessions[0]!.exercises
  await answer(
    0,
    stored!,
    { answer: rightAnswer(stored!.key), durationMs: 100_000, timeZone: 'Asia/Tokyo' },
    Temporal.Instant.from('2026-01-31T16:00:00Z')
  )
  t.match((await logOf(db, userId))[0], { rating: 2, day: '2026-02-01' })
  const [answered] = await db.selectFrom('answers').selectAll().where('user_id', '=', userId).execute()
  t.match(answered, { day: '2026-02-01', time_zone: 'Asia/Tokyo', duration_ms: 100_000 })
})

t.test('the same answer again is no further review', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions()
  const [stored] = sessions[0]!.exercises
  const given = { answer: rightAnswer(stored!.key) }
  t.equal((await answer(0, stored!, given)).created, true)
  const before = [await cardsOf(db, userId), await logOf(db, userId)]
  t.equal((await answer(0, stored!, given, minutesLater(5))).created, false)
  t.same([await cardsOf(db, userId), await logOf(db, userId)], before)
})

t.test('answers of many sessions to one card at once are all counted', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions(6)
  const group = ofOneCard(sessions)
  t.ok(group.length >= 4, `${group.length} exercises test it`)
  const results = await Promise.all(
    group.map(({ session, stored }, index) =>
      answer(session, stored, { answer: rightAnswer(stored.key) }, minutesLater(index))
    )
  )
  t.ok(results.every(({ created }) => created))
  const [itemId, direction] = group[0]!.card.split(' ')
  const card = (await cardsOf(db, userId)).find((row) => row.item_id === itemId && row.direction === direction)
  t.equal(card!.reps, group.length)
  t.same(await differencesOf(db, userId), [])
  const inARow = (await itemProgress(db, userId)).get(itemId!)!
  t.same(inARow, { seen: group.length, correct: group.length, inARow: group.length })
})

t.test('answers that come late, in any order, leave what they would have left in time', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions(3)
  const events = sessions.flatMap(({ exercises }, session) =>
    exercises.map((stored, index) => ({
      session,
      stored,
      given: { answer: (session + index) % 3 === 0 ? wrongAnswer(stored.key) : rightAnswer(stored.key) },
      at: noon.add({ hours: 26 * session, minutes: index })
    }))
  )
  const outcome = async () => [
    (await cardsOf(db, userId)).map(({ version, ...card }) => card),
    await itemProgress(db, userId)
  ]
  const run = async (order: typeof events) => {
    for (const table of ['answers', 'reviews', 'cards', 'item_progress'] as const) {
      await db.deleteFrom(table).where('user_id', '=', userId).execute()
    }
    for (const { session, stored, given, at } of order) await answer(session, stored, given, at)
    t.same(await differencesOf(db, userId), [])
    return outcome()
  }
  const inTime = await run(events)
  t.same(await run(events.toReversed()), inTime)
  t.same(await run([...events.filter((_, n) => n % 2), ...events.filter((_, n) => n % 2 === 0)]), inTime)
})

t.test('an answer of the same moment as another is counted too', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions(2)
  const group = ofOneCard(sessions).slice(0, 2)
  for (const { session, stored } of group) await answer(session, stored, { answer: rightAnswer(stored.key) })
  t.same(await differencesOf(db, userId), [])
  t.equal((await logOf(db, userId)).filter(({ item_id }) => item_id === group[0]!.card.split(' ')[0]).length, 2)
})

t.test('what holds for all cards may change while an answer is on its way', async (t) => {
  const { userId, sessions, answer } = await learnerWithSessions()
  const [stored] = sessions[0]!.exercises
  let answered: Promise<unknown> | undefined
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
    await trx.updateTable('users').set({ cards_epoch: 1, desired_retention: 0.8 }).where('id', '=', userId).execute()
    answered = answer(0, stored!, { answer: rightAnswer(stored!.key) })
    const waiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    await until(async () => (await waiting.execute(db)).rows.length > 0, 5_000)
  })
  await answered
  t.match((await cardsOf(db, userId))[0], { retention: 0.8 })
  t.same(await differencesOf(db, userId), [])
})
