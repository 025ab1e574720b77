import t from 'tap'
import type { DueReviews } from '../../../src/learning/cards/due-reviews.ts'
import type { MetWord } from '../../../src/learning/cards/words.ts'
import { addDays } from '../../../src/learning/days.ts'
import { DEMONSTRATION, enrolledLearner, secondApp, sharedApp, signUp } from '../../helper.ts'
import { cardsOf, differencesOf, logOf } from '../../support/cards.ts'
import { answerAll, rightAnswer, startedSession } from '../../support/study.ts'

const app = await sharedApp()
const start = Temporal.Instant.from('2026-03-05T12:00:00Z')
const at = (now: Temporal.Instant) => ({ 'x-parlance-now': now.toString() })

/** A learner in New York who has answered a lesson rightly. */
async function learnerOfALesson(size = 12) {
  const learner = await enrolledLearner(app, { timeZone: 'America/New_York' })
  const { session, exercises } = await startedSession(app.db, learner.user.id, { size }, start)
  let minutes = 0
  await answerAll(app.db, learner.user.id, session.id, exercises, undefined, () => start.add({ minutes: ++minutes }))
  const due = async (now = start) =>
    (await learner.call('GET', '/v1/me/reviews', undefined, at(now))).json<DueReviews>()
  const words = async (query: string, now = start) =>
    (await learner.call('GET', `/v1/me/words?course=${DEMONSTRATION}&${query}`, undefined, at(now))).json<{
      items: MetWord[]
      nextCursor: string | null
    }>()
  return { ...learner, due, words }
}

t.test('what is due is told now, for today and for thirty days, course by course', async (t) => {
  const { user, due } = await learnerOfALesson()
  const cards = await cardsOf(app.db, user.id)
  const now = start.add({ hours: 24 * 2 })
  const reviews = await due(now)
  const ofDay = (day: string) =>
    // Days of New York, in which clocks are put forward on 8 March.
    cards.filter((card) => {
      const local = Temporal.Instant.from(card.due).toZonedDateTimeISO('America/New_York').toPlainDate().toString()
      return day === '2026-03-07' ? local <= day : local === day
    }).length
  t.equal(reviews.day, '2026-03-07')
  t.same(
    reviews.forecast,
    Array.from({ length: 30 }, (_, n) => addDays('2026-03-07', n)).map((day) => ({ day, due: ofDay(day) }))
  )
  t.equal(reviews.dueToday, ofDay('2026-03-07'))
  t.ok(reviews.dueToday > 0)
  const { dueNow, dueToday } = reviews
  t.same(reviews.courses, [{ course: DEMONSTRATION, dueNow, dueToday }])
  t.equal(dueNow, dueToday)
})

t.test('a step of minutes is due when its time has come', async (t) => {
  const { user, due } = await learnerOfALesson()
  const cards = await cardsOf(app.db, user.id)
  const steps = cards.filter(({ state }) => state === 'learning')
  t.ok(steps.length > 0)
  const before = await due(start)
  t.equal(before.dueNow, 0)
  t.equal(before.dueToday, steps.length)
  t.equal((await due(start.add({ hours: 1 }))).dueNow, steps.length)
})

t.test('a learner without reviews, or without the course, has nothing due', async (t) => {
  const { user, due, call } = await learnerOfALesson()
  await call('DELETE', `/v1/me/enrollments/${DEMONSTRATION}`)
  t.match(await due(start.add({ hours: 24 * 40 })), { dueNow: 0, dueToday: 0, courses: [] })
  t.ok((await cardsOf(app.db, user.id)).length > 0)
  const fresh = await enrolledLearner(app)
  const none = (await fresh.call('GET', '/v1/me/reviews')).json<DueReviews>()
  t.match(none, { dueNow: 0, courses: [{ course: DEMONSTRATION, dueNow: 0, dueToday: 0 }] })
  t.equal(none.forecast.length, 30)
})

t.test('words that were met come page by page in each order, with what is known of them', async (t) => {
  const { user, words } = await learnerOfALesson(30)
  const now = start.add({ hours: 24 * 5 })
  const met = new Set((await cardsOf(app.db, user.id)).map(({ item_id }) => item_id))
  const inOrder: Record<string, (word: MetWord) => number> = {
    due: ({ due }) => Date.parse(due),
    strength: ({ strength }) => strength,
    lastSeen: ({ lastSeenAt }) => -Date.parse(lastSeenAt)
  }
  for (const [sort, key] of Object.entries(inOrder)) {
    const all: MetWord[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      // Midnight between the pages changes nothing of their order.
      const page = await words(`sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`, now.add({ hours: all.length }))
      all.push(...page.items)
      cursor = page.nextCursor
    }
    t.same(new Set(all.map(({ item }) => item)), met)
    t.equal(all.length, met.size)
    if (sort !== 'strength')
      t.same(
        all.map(key),
        all.map(key).toSorted((a, b) => a - b),
        sort
      )
  }
  const { items } = await words('sort=strength&limit=100', now)
  t.same(
    items.map(inOrder.strength!),
    items.map(inOrder.strength!).toSorted((a, b) => a - b)
  )
  for (const word of items) {
    const memories = [word.toTarget, word.toSource].filter((memory) => memory !== null)
    t.ok(memories.length > 0)
    t.equal(word.strength, Math.min(...memories.map(({ strength }) => strength)))
    t.equal(word.due, memories.map(({ due }) => due).sort()[0])
  }
})

t.test('a cursor of another order, and made-up ones, are refused', async (t) => {
  const { words } = await learnerOfALesson()
  const { nextCursor } = await words('sort=due&limit=1')
  const made = [
    'due 2026-03-05 1',
    'due 2026-99-99 1 x',
    'nothing',
    'due 2026-03-05 NaN 0197b2a0-0000-7000-8000-000000000000'
  ]
  for (const cursor of [nextCursor!, ...made.map((key) => Buffer.from(key).toString('base64url'))]) {
    t.match(await words(`sort=strength&cursor=${cursor}`), { status: 400 })
  }
})

t.test('words are of one course that there is', async (t) => {
  const { call } = await signUp(app)
  t.equal((await call('GET', '/v1/me/words?course=klingon')).statusCode, 404)
  t.same((await call('GET', `/v1/me/words?course=${DEMONSTRATION}`)).json(), { items: [], nextCursor: null })
})

t.test('a higher retention asks sooner, from the next review on', async (t) => {
  const learners = [await learnerOfALesson(3), await learnerOfALesson(3)]
  for (const [index, { call, user }] of learners.entries()) {
    const desiredRetention = [0.97, 0.7][index]
    t.equal((await call('GET', '/v1/me')).json().desiredRetention, 0.9)
    t.match((await call('PATCH', '/v1/me', { desiredRetention })).json(), { desiredRetention })
    const before = await cardsOf(app.db, user.id)
    t.ok(before.every(({ retention }) => retention === 0.9))
    let now = start.add({ hours: 24 * 30 })
    const { session, exercises } = await startedSession(app.db, user.id, { size: 3 }, now)
    await answerAll(app.db, user.id, session.id, exercises, undefined, () => (now = now.add({ minutes: 30 })))
    t.same(await differencesOf(app.db, user.id), [])
    const after = await cardsOf(app.db, user.id)
    t.ok(after.some(({ retention }) => retention === desiredRetention))
  }
  const [{ call }] = learners as [(typeof learners)[0]]
  for (const desiredRetention of [0.69, 0.98, null, '0.9']) {
    t.equal((await call('PATCH', '/v1/me', { desiredRetention })).statusCode, 400)
  }
})

t.test('fifty identical answers at once, on two servers, are one review', async (t) => {
  const learner = await enrolledLearner(app)
  const other = await secondApp(t, app)
  const { session, exercises } = await startedSession(app.db, learner.user.id, { size: 30 })
  const { number, key, itemIds } = exercises.find(({ key }) => key.kind === 'match')!
  const payload = { answer: rightAnswer(key), durationMs: 4_000 }
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      (n % 2 ? app : other).inject({
        method: 'PUT',
        url: `/v1/study-sessions/${session.id}/answers/${number}`,
        headers: { authorization: `Bearer ${learner.accessToken}` },
        payload
      })
    )
  )
  const taken = replies.filter(({ statusCode }) => statusCode !== 503)
  for (const reply of taken) {
    t.equal(reply.statusCode, 200)
    t.equal(reply.body, taken[0]!.body)
  }
  const log = await logOf(app.db, learner.user.id)
  t.same(log.map(({ item_id }) => item_id).sort(), itemIds.toSorted())
  t.same(
    (await cardsOf(app.db, learner.user.id)).map(({ reps }) => reps),
    itemIds.map(() => 1)
  )
})

t.test('a session of practice or review says that there is nothing to do, and a lesson wants a skill', async (t) => {
  const { call } = await enrolledLearner(app)
  const begin = (kind: string, skill?: string) =>
    call('POST', '/v1/study-sessions', { course: DEMONSTRATION, kind, ...(skill && { skill }) })
  t.equal((await begin('review')).statusCode, 409)
  t.equal((await begin('practice')).statusCode, 409)
  t.equal((await begin('lesson')).statusCode, 422)
  t.equal((await begin('review', 'greetings')).statusCode, 422)
  t.equal((await begin('exam')).statusCode, 400)
})
