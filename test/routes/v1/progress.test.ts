import t from 'tap'
import { DEMONSTRATION, enrolledLearner, sharedApp, signUp } from '../../helper.ts'
import { answerAll, rightAnswer, startedSession, wrongAnswer } from '../../support/study.ts'

const app = await sharedApp()
const url = `/v1/me/progress?course=${DEMONSTRATION}`

interface Skill {
  skill: string
  items: number
  seen: number
  known: number
  sessionsCompleted: number
}

t.test('nothing is seen, known or completed at first', async (t) => {
  const { call } = await signUp(app)
  const { course, skills } = (await call('GET', url)).json<{ course: string; skills: Skill[] }>()
  t.equal(course, DEMONSTRATION)
  const tree = (await call('GET', `/v1/courses/${DEMONSTRATION}`)).json()
  const listed: { slug: string; words: number; phrases: number }[] = tree.units.flatMap(
    (unit: { skills: object[] }) => unit.skills
  )
  t.same(
    skills,
    listed.map(({ slug, words, phrases }) => ({
      skill: slug,
      items: words + phrases,
      seen: 0,
      known: 0,
      sessionsCompleted: 0
    }))
  )
})

t.test('an item is seen once answered, and known while its last two answers were right', async (t) => {
  const { call, user } = await enrolledLearner(app)
  const stranger = await enrolledLearner(app)
  const { session, exercises } = await startedSession(app.db, user.id)
  const greetings = async () =>
    (await call('GET', url)).json<{ skills: Skill[] }>().skills.find(({ skill }) => skill === 'greetings')!

  const inARow = new Map<string, number>()
  for (const [i, exercise] of exercises.entries()) {
    const right = i % 3 !== 2
    await answerAll(app.db, user.id, session.id, [exercise], right ? rightAnswer : wrongAnswer)
    for (const id of exercise.itemIds) inARow.set(id, right ? (inARow.get(id) ?? 0) + 1 : 0)
    const known = inARow.values().filter((count) => count >= 2)
    t.match(await greetings(), { seen: inARow.size, known: [...known].length, sessionsCompleted: 0 })
  }
  await call('POST', `/v1/study-sessions/${session.id}/complete`)
  t.equal((await greetings()).sessionsCompleted, 1)

  const others = (await stranger.call('GET', url)).json<{ skills: Skill[] }>().skills
  t.ok(others.every((skill) => skill.seen + skill.known + skill.sessionsCompleted === 0))
})

t.test('progress is of one course that there is', async (t) => {
  const { call } = await signUp(app)
  t.equal((await call('GET', '/v1/me/progress')).statusCode, 400)
  t.equal((await call('GET', '/v1/me/progress?course=klingon-from-english')).statusCode, 404)
})
