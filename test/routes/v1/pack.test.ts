import t from 'tap'
import { learnerTables } from '../../../src/accounts/export.ts'
import { storeCourse } from '../../../src/courses/store.ts'
import { gradeAnswer } from '../../../src/learning/exercises/grade.ts'
import { callerOf, DEMONSTRATION, enrolledLearner, secondApp, sharedApp, signUp } from '../../helper.ts'
import { smallCourse } from '../../support/courses.ts'
import { clockAt, pack, studiedOffline, sync } from '../../support/offline.ts'
import type { Document } from '../../support/requests.ts'
import { storedExercises } from '../../support/study.ts'

const app = await sharedApp()
await storeCourse(app.db, smallCourse())

t.test('a pack has lessons not yet done, in the order of the course, with keys to judge by', async (t) => {
  const learner = await enrolledLearner(app, { timeZone: 'America/New_York' })
  const sessions = await pack(learner, { count: 2 })
  t.match(sessions, [{ skill: 'greetings' }, {}])
  for (const session of sessions) {
    t.match(session, { kind: 'lesson', timeZone: 'America/New_York', expiresAt: '2026-04-07T05:00:00Z', verdicts: [] })
    const stored = await storedExercises(app.db, session.id)
    t.equal(stored.length, session.exercises.length)
    for (const [index, { exercise, key }] of session.exercises.entries()) {
      t.equal(key.kind, exercise.kind)
      const right = 'right' in key ? key.right : 'pairs' in key ? (key.pairs as [string, string][]) : key.accepted[0]!
      if (key.kind !== 'arrange') t.equal(gradeAnswer(stored[index]!.key, right).verdict, 'correct')
    }
  }
  t.same(await pack(learner, { count: 2 }), sessions, 'the same again')
  const url = `/v1/study-sessions/pack?course=${DEMONSTRATION}&count=1`
  const again = await learner.call('GET', url, undefined, clockAt('2026-04-07T04:59:59Z'))
  t.equal(again.headers['cache-control'], 'no-store')
  t.same(again.json(), { sessions: sessions.slice(0, 1) })
  const [fresh] = await pack(learner, { now: '2026-04-07T05:00:00Z' })
  t.match(fresh, { skill: 'greetings', expiresAt: '2026-05-07T05:00:00Z' }, 'what is too old is packed anew')
  t.not(fresh!.id, sessions[0]!.id)
})

t.test('what is completed makes room for more: what is due, practice, and lessons again', async (t) => {
  const learner = await enrolledLearner(app)
  await learner.call('PUT', '/v1/me/enrollments/small-course')
  const packed = async (count: number, now: string) => {
    const sessions = await pack(learner, { count, course: 'small-course', now })
    return { sessions, kinds: sessions.map(({ kind, skill }) => `${kind} ${skill}`) }
  }
  const { sessions, kinds } = await packed(3, '2026-03-08T05:00:00Z')
  t.same(kinds, ['lesson animals', 'lesson food', 'lesson animals'], 'a dictionary has nothing to study')
  const [animals, food, again] = sessions
  const events = await studiedOffline(app, animals!.id, '2026-03-08T06:00:00Z', { wrong: 3 })
  await sync(learner, events.slice(0, 1), '2026-03-08T07:00:00Z')
  t.match((await packed(3, '2026-03-08T07:00:00Z')).sessions[0]?.verdicts, [{ exercise: 1, verdict: 'wrong' }])
  await sync(learner, events, '2026-03-08T07:00:00Z')

  const later = await packed(6, '2026-03-08T07:00:00Z')
  t.same(later.kinds.slice(0, 4), ['lesson food', 'lesson animals', 'review null', 'practice animals'])
  t.same(later.kinds.slice(4), ['lesson animals', 'lesson food'])
  t.same(
    later.sessions.slice(0, 2).map(({ id }) => id),
    [food!.id, again!.id]
  )
  t.equal(new Set(later.sessions.map(({ id }) => id)).size, 6)
  t.equal((await packed(20, '2026-03-08T08:00:00Z')).sessions.length, 20)
  t.same((await packed(6, '2026-03-08T08:00:00Z')).sessions, later.sessions)
})

t.test('packs that are asked for at the same time, of two servers, are one', async (t) => {
  const learner = await enrolledLearner(app)
  const other = await secondApp(t, app)
  const elsewhere = { call: callerOf(other, { authorization: `Bearer ${learner.accessToken}` }) }
  const packs = await Promise.all([learner, elsewhere, learner, elsewhere].map((at) => pack(at, { count: 3 })))
  for (const other of packs) t.same(other, packs[0])
  const { length } = await app.db
    .selectFrom('study_sessions')
    .select('id')
    .where('user_id', '=', learner.user.id)
    .execute()
  t.equal(length, packs[0]!.length)
})

t.test('a pack is of a course that there is, and that one is enrolled in', async (t) => {
  const { call } = await signUp(app)
  const status = async (query: string) => (await call('GET', `/v1/study-sessions/pack?${query}`)).statusCode
  t.equal(await status('course=klingon-from-english'), 404)
  t.equal(await status(`course=${DEMONSTRATION}`), 409)
  for (const count of ['0', '21', '1.5']) t.equal(await status(`course=${DEMONSTRATION}&count=${count}`), 400)
})

t.test('nothing but a pack gives keys', async (t) => {
  const learner = await enrolledLearner(app)
  const [session] = await pack(learner)
  for (const url of [`/v1/study-sessions/${session!.id}`, '/v1/me/export']) {
    const reply = await learner.call('GET', url)
    t.equal(reply.statusCode, 200)
    t.notMatch(reply.body, /"(key|pairs|accepted|lookalikes|typed)":|"right":"/, url)
  }
  t.match(learnerTables.find(({ name }) => name === 'study_exercises')?.secret, ['key'])

  const { paths } = app.swagger() as unknown as Document
  const giving = Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations)
      .filter(({ responses }) => JSON.stringify(responses).match(/AnswerKey|PackedSession|\/Pack"/))
      .map(() => path)
  )
  t.same(giving, ['/v1/study-sessions/pack'])
})
