import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { CourseDocument } from '../../src/courses/document.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { gradeAnswer } from '../../src/learning/exercises/grade.ts'
import { startStudySession } from '../../src/learning/start.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answerAll, lesson, startedSession, storedExercises, wrongAnswer } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const now = Temporal.Instant.from('2026-01-31T12:00:00Z')

/** A learner enrolled in the small course besides. */
async function learnerOfSmallCourse() {
  await storeCourse(db, smallCourse())
  return (await newLearner(db, { courses: ['small-course'] })).id
}

/** The course with other items in one of its skills. */
const withItems = (course: CourseDocument, skill: string, forms: [target: string, source: string][]) =>
  withSkill(course, skill, (rest) => ({
    ...rest,
    items: forms.map(([target, source]) => item(course.slug, skill, [target], [source]))
  }))

t.test('twenty starts with one id give one session', async (t) => {
  const user = await newLearner(db)
  const id = uuidv7()
  const starts = await Promise.all(
    Array.from({ length: 20 }, () => startStudySession(db, user.id, { ...lesson, id }, now))
  )
  t.equal(starts.filter(({ created }) => created).length, 1)
  for (const { session } of starts) t.same(session, starts[0]!.session)
  t.equal((await storedExercises(db, id)).length, 30)
})

t.test('twenty starts without an id give twenty sessions', async (t) => {
  const user = await newLearner(db)
  const starts = await Promise.all(
    Array.from({ length: 20 }, () => startStudySession(db, user.id, { ...lesson, size: 3 }, now))
  )
  t.equal(new Set(starts.map(({ session }) => session.id)).size, 20)
})

t.test('a start whose client has been told that it failed leaves nothing', async (t) => {
  const user = await newLearner(db)
  const id = uuidv7()
  const late = new Error('too late')
  await t.rejects(startStudySession(db, user.id, { ...lesson, id }, now, AbortSignal.abort(late)), late)
  t.same(await storedExercises(db, id), [])
  t.equal((await startStudySession(db, user.id, { ...lesson, id }, now)).created, true)
})

t.test('items come new ones first, then those known least', async (t) => {
  const userId = await learnerOfSmallCourse()
  const small = { course: 'small-course', skill: 'food', size: 1 }
  const ids = smallCourse().units[1]!.skills[0]!.items.map(({ id }) => id)
  const asked: string[] = []
  for (let turn = 0; turn < 4; turn++) {
    const { session, exercises } = await startedSession(db, userId, small)
    const { itemIds } = exercises[0]!
    asked.push(...itemIds)
    await answerAll(db, userId, session.id, exercises, itemIds[0] === ids[2] ? wrongAnswer : undefined)
  }
  t.same(asked, ids)
  const { exercises } = await startedSession(db, userId, small)
  t.same(exercises[0]!.itemIds, [ids[2]])
})

t.test('what a new edition of the course leaves out is asked no more', async (t) => {
  const userId = await learnerOfSmallCourse()
  const shorter = withSkill(smallCourse(), 'animals', (skill) => ({ ...skill, items: skill.items.slice(1) }))
  await storeCourse(db, shorter)
  const small = { course: 'small-course', skill: 'animals' }
  const { session, exercises } = await startedSession(db, userId, small)
  const gone = smallCourse().units[0]!.skills[0]!.items[0]!
  t.notOk(exercises.some(({ itemIds }) => itemIds.includes(gone.id)))
  t.notMatch(JSON.stringify(session), '"el perro"')
  t.ok(exercises.length > 0)
})

t.test('items of one prompt answer each other, and know which words are others', async (t) => {
  const animals = withItems(smallCourse('shared'), 'animals', [['el sabueso', 'HUND Å!']])
  const both = withItems(animals, 'food', [
    ['el perro', 'hund å'],
    ['el berro', 'krasse']
  ])
  await storeCourse(db, both)
  const user = await newLearner(db, { courses: ['shared'] })
  const started = await startedSession(db, user.id, { course: 'shared', skill: 'animals' })
  const asked = started.session.exercises.find((exercise) => exercise.kind === 'type' && exercise.prompt === 'HUND Å!')!
  const { key } = started.exercises[asked.id - 1]!
  t.equal(gradeAnswer(key, 'el sabueso').verdict, 'correct')
  t.equal(gradeAnswer(key, 'el perro').verdict, 'correct')
  t.equal(gradeAnswer(key, 'el perrro').verdict, 'correctWithNote')
  t.equal(gradeAnswer(key, 'el berro').verdict, 'wrong')
})

t.test('an item with a form that can be read as the prompt answers it, and knows which words are others', async (t) => {
  const animals = withItems(smallCourse('read'), 'animals', [
    ['el perro', 'dog / hound'],
    ['el berro', 'cress']
  ])
  await storeCourse(db, withItems(animals, 'food', [['el sabueso', 'hound']]))
  const user = await newLearner(db, { courses: ['read'] })
  const { session, exercises } = await startedSession(db, user.id, { course: 'read', skill: 'food' })
  const asked = session.exercises.find((exercise) => exercise.kind === 'type' && exercise.prompt === 'hound')!
  const { key } = exercises[asked.id - 1]!
  t.equal(gradeAnswer(key, 'el perro').verdict, 'correct')
  t.equal(gradeAnswer(key, 'el berro').verdict, 'wrong')
})

t.test('what can be heard is to be written down, and what was answered often is picked no more', async (t) => {
  const heard = withSkill(smallCourse('heard'), 'animals', (skill) => ({
    ...skill,
    items: skill.items.map((item, n) => ({ ...item, audio: `audio/${n}.mp3` }))
  }))
  await storeCourse(db, heard)
  const user = await newLearner(db, { courses: ['heard'] })
  const kindsOf = async () => {
    const { session, exercises } = await startedSession(db, user.id, { course: 'heard', skill: 'animals' })
    await answerAll(db, user.id, session.id, exercises)
    return new Set(session.exercises.map(({ kind }) => kind))
  }
  const first = await kindsOf()
  t.ok(first.has('listen') && first.has('choose'), [...first].join(', '))
  for (let turn = 0; turn < 5; turn++) await kindsOf()
  t.same([...(await kindsOf())].sort(), ['listen', 'type'])
})

t.test('an id that another session of the learner has is refused', async (t) => {
  const user = await newLearner(db)
  const { session } = await startedSession(db, user.id, { size: 2 })
  const other = { ...lesson, id: session.id, skill: 'food' }
  await t.rejects(startStudySession(db, user.id, other, now), { name: 'Conflict', statusCode: 409 })

  // Also where both arrive at once.
  const id = uuidv7()
  const results = await Promise.allSettled(
    ['greetings', 'food', 'home', 'verbs'].map((skill) => startStudySession(db, user.id, { ...lesson, id, skill }, now))
  )
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of results) if (result.status === 'rejected') t.equal(result.reason.name, 'Conflict')
  t.equal((await storedExercises(db, id)).length, 30)
})
