import t from 'tap'
import { addCollaborator } from '../../../src/authoring/collaborators.ts'
import { countAnswers } from '../../../src/learning/statistics/counting.ts'
import { DEMONSTRATION, enrolledLearner, sharedApp, signUp, signUpAs } from '../../helper.ts'
import { attempt, noon, publishedCourse } from '../../support/reports.ts'
import { answerAll, startedSession, wrongAnswer } from '../../support/study.ts'

const app = await sharedApp()
const { db } = app

t.test('a learner sees what their answers add up to, in a course or in all', async (t) => {
  const learner = await enrolledLearner(app)
  const get = async (query = '') => (await learner.call('GET', `/v1/me/statistics${query}`)).json()
  t.match(await get(), { secondsStudied: 0, kinds: [], skills: [] })

  const { session, exercises } = await startedSession(db, learner.user.id, { size: 12 })
  const wrong = exercises.filter(({ key }) => key.kind === 'type').slice(0, 1)
  await answerAll(db, learner.user.id, session.id, wrong, wrongAnswer)
  await answerAll(
    db,
    learner.user.id,
    session.id,
    exercises.filter((exercise) => !wrong.includes(exercise))
  )
  await countAnswers(db)
  const statistics = await get()
  const sum = (name: 'answers' | 'correct') =>
    statistics.kinds.reduce((total: number, kind: Record<typeof name, number>) => total + kind[name], 0)
  t.same([sum('answers'), sum('correct')], [12, 11])
  const asked = exercises.flatMap(({ itemIds }) => itemIds).length
  t.same(statistics.skills, [
    {
      course: DEMONSTRATION,
      skill: 'greetings',
      answers: asked,
      correct: asked - 1,
      accuracy: Math.round(((asked - 1) / asked) * 100) / 100
    }
  ])
  t.same(await get(`?course=${DEMONSTRATION}`), statistics)

  await publishedCourse(db, 'studied-too')
  t.match(await get('?course=studied-too'), { kinds: [], skills: [] })
  t.equal((await learner.call('GET', '/v1/me/statistics?course=klingon-from-english')).statusCode, 404)
})

t.test('an author sees the items of their courses page by page, those most often wrong first', async (t) => {
  const course = 'often-wrong'
  await publishedCourse(db, course)
  const learners = await Promise.all([1, 2, 3].map(() => signUp(app)))
  for (const { call, user } of learners) {
    await call('PUT', `/v1/me/enrollments/${course}`)
    await attempt(db, user.id, course, 'el can')
  }
  await countAnswers(db)
  const url = `/v1/authoring/courses/${course}/statistics`
  const author = await signUpAs(app, 'author')
  t.equal((await author.call('GET', url)).statusCode, 404)
  t.equal((await learners[0]!.call('GET', url)).statusCode, 403)
  await addCollaborator(db, course, author.user.id, noon)

  const { items, nextCursor } = (await author.call('GET', url)).json()
  t.equal(nextCursor, null)
  t.equal(items.length, 3)
  t.match(items[0], { target: ['el perro'], wrong: 3, wrongAnswers: [{ side: 'target', answer: 'el can', times: 3 }] })
  t.ok(items.every(({ wrong }: { wrong: number }, i: number) => i === 0 || wrong === 0))

  const paged = []
  let page = (await author.call('GET', `${url}?limit=1`)).json()
  for (; ; page = (await author.call('GET', `${url}?limit=1&cursor=${page.nextCursor}`)).json()) {
    paged.push(...page.items)
    if (page.nextCursor === null) break
  }
  t.same(paged, items)
  for (const key of ['1', 'a b', '1 2', `1 ${items[0].item} 2`]) {
    const cursor = Buffer.from(key).toString('base64url')
    t.equal((await author.call('GET', `${url}?cursor=${cursor}`)).statusCode, 400, key)
  }
})
