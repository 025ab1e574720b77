import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { storeCourse } from '../../../src/courses/store.ts'
import type { ExerciseKey } from '../../../src/learning/exercises/schemas.ts'
import type { StudySession } from '../../../src/learning/study-session.ts'
import type { Verdict } from '../../../src/learning/verdict.ts'
import { enrolledLearner, sharedApp, signUp } from '../../helper.ts'
import { smallCourse } from '../../support/courses.ts'
import { answerAll, itemProgress, lesson, rightAnswer, storedExercises, wrongAnswer } from '../../support/study.ts'

const app = await sharedApp()
await storeCourse(app.db, smallCourse())

type Learner = Awaited<ReturnType<typeof signUp>>

const start = async ({ call }: Learner, changes: object = {}) =>
  (await call('POST', '/v1/study-sessions', { ...lesson, ...changes })).json<StudySession>()

const answer = ({ call }: Learner, id: string, exercise: number, given: unknown) =>
  call('PUT', `/v1/study-sessions/${id}/answers/${exercise}`, { answer: given })

t.test('a lesson has exercises of every kind, numbered from 1', async (t) => {
  const learner = await enrolledLearner(app)
  const reply = await learner.call('POST', '/v1/study-sessions', lesson)
  t.equal(reply.statusCode, 201)
  const session = reply.json<StudySession>()
  t.match(reply.headers, { location: `/v1/study-sessions/${session.id}`, 'cache-control': 'no-store' })
  t.match(session, { course: lesson.course, skill: lesson.skill, kind: 'lesson', verdicts: [], summary: null })
  t.same(
    session.exercises.map(({ id }) => id),
    Array.from({ length: 30 }, (_, i) => i + 1)
  )
  t.same(new Set(session.exercises.map(({ kind }) => kind)), new Set(['choose', 'match', 'arrange', 'type', 'fill']))
  t.same((await learner.call('GET', `/v1/study-sessions/${session.id}`)).json(), session)
})

t.test('its size can be chosen, from 1 to 30, and is 12 by default', async (t) => {
  const learner = await enrolledLearner(app)
  for (const size of [1, 30]) t.equal((await start(learner, { size })).exercises.length, size)
  t.equal((await start(learner, { size: undefined })).exercises.length, 12)
  for (const size of [0, 31, -1, 1.5, '12', null]) {
    const reply = await learner.call('POST', '/v1/study-sessions', { ...lesson, size })
    t.equal(reply.statusCode, 400, `size ${size}`)
  }
})

t.test('the same id again gives the same session, in whichever case it is written', async (t) => {
  const learner = await enrolledLearner(app)
  const id = uuidv7()
  const reply = await learner.call('POST', '/v1/study-sessions', { ...lesson, id: id.toUpperCase() })
  t.equal(reply.statusCode, 201)
  t.equal(reply.json().id, id)
  for (const same of [id, id.toUpperCase()]) {
    const again = await learner.call('POST', '/v1/study-sessions', { ...lesson, id: same })
    t.equal(again.statusCode, 200)
    t.same(again.json(), reply.json())
    t.same((await learner.call('GET', `/v1/study-sessions/${same}`)).json(), reply.json())
  }
  await learner.call('PUT', '/v1/me/enrollments/small-course')
  for (const other of [{ skill: 'food' }, { course: 'small-course', skill: 'animals' }]) {
    const refused = await learner.call('POST', '/v1/study-sessions', { ...lesson, id, ...other })
    t.equal(refused.statusCode, 409, JSON.stringify(other))
  }
})

t.test('a lesson is refused without enrolment, and where there is nothing to practise', async (t) => {
  const stranger = await signUp(app)
  const learner = await enrolledLearner(app)
  await learner.call('PUT', '/v1/me/enrollments/small-course')
  const refused = async ({ call }: Learner, changes: object) =>
    (await call('POST', '/v1/study-sessions', { ...lesson, ...changes })).statusCode
  t.equal(await refused(stranger, {}), 409)
  t.equal(await refused(learner, { skill: 'no-such-skill' }), 404)
  t.equal(await refused(learner, { course: 'klingon-from-english' }), 404)
  t.equal(await refused(learner, { course: 'small-course', skill: 'letters' }), 409)
  t.equal(await refused(learner, { kind: 'exam' }), 400)
  t.equal(await refused(learner, { id: 'my-session' }), 400)
})

for (const kind of ['choose', 'match', 'arrange', 'type', 'fill'] as const) {
  t.test(`an exercise of the kind ${kind} is judged: right, wrong, blank, or no answer to it`, async (t) => {
    const learner = await enrolledLearner(app)
    const { id } = await start(learner)
    const exercises = (await storedExercises(app.db, id)).filter(({ key }) => key.kind === kind)
    const { number, key } = exercises[0]!
    const misfits = {
      choose: [['a'], [['a', '1']], 'z', '__proto__'],
      match: [
        'a',
        ['a'],
        [['a', 'z']],
        [
          ['a', '1'],
          ['a', '2']
        ],
        [['valueOf', '1']]
      ],
      arrange: ['a', [['a', '1']], ['a', 'a'], ['zz'], ['valueOf']],
      type: [['a'], [['a', '1']], '😀'.repeat(1_500)],
      fill: [['a'], [['a', '1']], '😀'.repeat(1_500)]
    }[kind]
    for (const misfit of misfits) {
      const reply = await answer(learner, id, number, misfit)
      t.equal(reply.statusCode, 422, JSON.stringify(misfit).slice(0, 80))
      t.ok(reply.json().detail)
    }
    t.equal((await itemProgress(app.db, learner.user.id)).size, 0)

    const judged = async (learner: Learner, sessionId: string, given: (key: ExerciseKey) => unknown) => {
      const stored = (await storedExercises(app.db, sessionId)).find((exercise) => exercise.key.kind === kind)!
      const reply = await answer(learner, sessionId, stored.number, given(stored.key))
      t.equal(reply.statusCode, 200)
      const got = await learner.call('GET', `/v1/study-sessions/${sessionId}`)
      t.same(got.json<StudySession>().verdicts, [{ exercise: stored.number, ...reply.json() }])
      return reply.json<Verdict>()
    }
    t.match(await judged(learner, id, rightAnswer), { verdict: 'correct', notes: [], reason: null })
    t.equal((await answer(learner, id, number, rightAnswer(key))).statusCode, 200)
    t.equal((await answer(learner, id, number, wrongAnswer(key))).statusCode, 409)

    const wrong = await judged(learner, (await start(learner)).id, wrongAnswer)
    t.match(wrong, { verdict: 'wrong', nearest: /./ })
    t.not(wrong.reason, 'blank')
    for (const blank of kind === 'match' || kind === 'arrange' ? [[], ''] : ['', '  ', []]) {
      t.match(await judged(learner, (await start(learner)).id, () => blank), { verdict: 'wrong', reason: 'blank' })
    }
  })
}

t.test('there is no answering an exercise that there is not, or at too great a length', async (t) => {
  const learner = await enrolledLearner(app)
  const { id } = await start(learner, { size: 3 })
  t.equal((await answer(learner, id, 4, 'a')).statusCode, 404)
  t.equal((await answer(learner, uuidv7(), 1, 'a')).statusCode, 404)
  for (const exercise of ['0', '-1', '101', '1.5', 'first', '1e0']) {
    const reply = await learner.call('PUT', `/v1/study-sessions/${id}/answers/${exercise}`, { answer: 'a' })
    t.equal(reply.statusCode, 400, exercise)
  }
  for (const given of ['x'.repeat(2_001), null, 7, { id: 'a' }, [1], [['a', 'b', 'c']], Array(61).fill('a')]) {
    t.equal((await answer(learner, id, 1, given)).statusCode, 400, JSON.stringify(given).slice(0, 40))
  }
})

t.test('a session is completed once all is answered, and stays as it is', async (t) => {
  const learner = await enrolledLearner(app)
  const { id } = await start(learner, { size: 5 })
  const complete = () => learner.call('POST', `/v1/study-sessions/${id}/complete`)
  const exercises = await storedExercises(app.db, id)
  await answerAll(app.db, learner.user.id, id, exercises.slice(0, 3))
  const early = await complete()
  t.equal(early.statusCode, 409)
  t.match(early.json().detail, '2 of 5')
  await answerAll(app.db, learner.user.id, id, exercises.slice(3), wrongAnswer)
  const completed = await complete()
  t.equal(completed.statusCode, 200)
  t.match(completed.json(), { correct: 3, wrong: 2, accuracy: 0.6, xp: 3 })
  const before = await learner.call('GET', `/v1/study-sessions/${id}`)
  t.same(before.json().summary, completed.json())
  t.equal(before.json().verdicts.length, 5)

  t.same((await complete()).json(), completed.json())
  const { number, key } = exercises[0]!
  t.equal((await answer(learner, id, number, wrongAnswer(key))).statusCode, 409)
  t.equal((await answer(learner, id, number, rightAnswer(key))).json().verdict, 'correct')
  t.same((await learner.call('GET', `/v1/study-sessions/${id}`)).json(), before.json())
})

t.test("another learner's session is as none", async (t) => {
  const learner = await enrolledLearner(app)
  const stranger = await enrolledLearner(app)
  const session = await start(learner, { size: 2 })
  const exercises = await storedExercises(app.db, session.id)
  const url = `/v1/study-sessions/${session.id}`
  t.equal((await stranger.call('GET', url)).statusCode, 404)
  for (const { number, key } of exercises) {
    t.equal((await answer(stranger, session.id, number, rightAnswer(key))).statusCode, 404)
  }
  t.equal((await stranger.call('POST', `${url}/complete`)).statusCode, 404)
  await answerAll(app.db, learner.user.id, session.id, exercises)
  t.equal((await stranger.call('POST', `${url}/complete`)).statusCode, 404)
  for (const { user } of [learner, stranger]) t.equal(await xpOf(app, user.id), 0)

  // An id is a learner's own, so that nobody can take it from another, or learn that it is taken.
  const own = await stranger.call('POST', '/v1/study-sessions', { ...lesson, id: session.id })
  t.equal(own.statusCode, 201)
  t.same(own.json().verdicts, [])
  t.equal((await learner.call('GET', url)).json().verdicts.length, 2)
})

t.test('nothing before an answer holds the key', async (t) => {
  const learner = await enrolledLearner(app)
  const { skill, course } = { skill: 'animals', course: 'small-course' }
  await learner.call('PUT', `/v1/me/enrollments/${course}`)
  for (const changes of [{}, { skill: 'verbs' }, { skill, course }]) {
    const started = await learner.call('POST', '/v1/study-sessions', { ...lesson, ...changes })
    const session = started.json<StudySession>()
    const keys = new Map((await storedExercises(app.db, session.id)).map(({ number, key }) => [number, key]))
    const got = await learner.call('GET', `/v1/study-sessions/${session.id}`)
    for (const { exercises } of [session, got.json<StudySession>()]) {
      for (const exercise of exercises) {
        const key = keys.get(exercise.id)!
        t.same(fieldsOf(exercise), visible[exercise.kind])
        if (exercise.kind !== 'type' && exercise.kind !== 'arrange') continue
        const { typed } = key as Extract<ExerciseKey, { typed: object }>
        const told = typed.accepted.filter((text) => holds(exercise.prompt, text))
        t.same(told, [], `${exercise.prompt} does not tell its answer`)
      }
    }
    t.notMatch(started.body + got.body, /"(key|pairs|accepted|typed|lookalikes|itemIds)":|"right":"/)
  }
})

/** What a learner sees of an exercise: nothing by which options, tiles or pairs could be told apart. */
const visible = {
  choose: ['direction', 'id', 'kind', 'options', 'options.id', 'options.image', 'options.text', 'prompt'],
  match: ['id', 'kind', 'left', 'left.id', 'left.text', 'right', 'right.id', 'right.text'],
  arrange: ['direction', 'id', 'kind', 'prompt', 'tiles', 'tiles.id', 'tiles.text'],
  type: ['direction', 'id', 'kind', 'prompt'],
  fill: ['after', 'before', 'id', 'kind', 'options', 'translation'],
  listen: ['audio', 'id', 'kind']
}

const holds = (prompt: string, text: string) => ` ${prompt} `.toLowerCase().includes(` ${text} `.toLowerCase())

function fieldsOf(exercise: object): string[] {
  const fields = Object.entries(exercise).flatMap(([name, value]) => [
    name,
    ...(typeof value?.[0] === 'object' ? Object.keys(value[0]).map((field) => `${name}.${field}`) : [])
  ])
  return fields.sort()
}

async function xpOf(app: FastifyInstance, userId: string): Promise<number> {
  const entries = await app.db.selectFrom('xp_entries').select('amount').where('user_id', '=', userId).execute()
  return entries.reduce((sum, { amount }) => sum + amount, 0)
}
