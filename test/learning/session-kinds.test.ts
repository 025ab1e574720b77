import t from 'tap'
import { storeCourse } from '../../src/courses/store.ts'
import { testedDirection } from '../../src/learning/exercises/direction.ts'
import type { NewStudySession } from '../../src/learning/study-session.ts'
import { cardsOf } from '../support/cards.ts'
import { smallCourse, withSkill } from '../support/courses.ts'
import { DEMONSTRATION, newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answerAll, startedSession, wrongAnswer } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const start = Temporal.Instant.from('2026-01-31T12:00:00Z')
const course = DEMONSTRATION
const wholeCourse = (kind: NewStudySession['kind'], size = 12) => ({ course, kind, skill: undefined, size })

/** A learner who has had a lesson of each of these skills, in which all was right but what is told. */
async function learnerOf(skills: string[], isWrong = (_itemIds: string[]) => false, lesson = { course, size: 12 }) {
  const { id: userId } = await newLearner(db)
  let minutes = 0
  for (const skill of skills) {
    const { session, exercises } = await startedSession(db, userId, { ...lesson, skill }, start)
    for (const exercise of exercises) {
      const answerOf = isWrong(exercise.itemIds) ? wrongAnswer : undefined
      await answerAll(db, userId, session.id, [exercise], answerOf, () => start.add({ minutes: ++minutes }))
    }
  }
  return userId
}

const conflict = (message: RegExp) => ({ name: 'Conflict', statusCode: 409, message })

t.test('a review asks what is due, of several skills, in the direction that is due', async (t) => {
  const userId = await learnerOf(['greetings', 'food'])
  const now = start.add({ hours: 24 * 20 })
  const { session, exercises } = await startedSession(db, userId, wholeCourse('review'), now)
  t.match(session, { kind: 'review', skill: null, course })
  t.equal(exercises.length, 12)
  const due = (await cardsOf(db, userId)).filter((card) => card.due <= now.toString())
  const single = exercises.filter(({ key }) => key.kind !== 'match')
  const met = new Set<string>()
  for (const { itemIds, number } of single) {
    const [itemId] = itemIds
    const direction = testedDirection(session.exercises[number - 1]!)
    const first = !met.has(itemId!)
    met.add(itemId!)
    t.ok(due.some((card) => card.item_id === itemId && (!first || card.direction === direction)))
  }
  const skills = await db
    .selectFrom('items')
    .select('skill_id')
    .distinct()
    .where(
      'id',
      'in',
      single.flatMap(({ itemIds }) => itemIds)
    )
    .execute()
  t.equal(skills.length, 2)
})

t.test('reviewed again and again, nothing is due any more', async (t) => {
  const userId = await learnerOf(['greetings'])
  let now = start.add({ hours: 24 * 3 })
  const isDone = { name: 'Conflict', message: /^Nothing is due in the course/ }
  for (let turn = 0; turn < 15; turn++) {
    const started = await startedSession(db, userId, wholeCourse('review', 30), now).catch((error) => error)
    if (started instanceof Error) {
      t.match(started, isDone)
      t.ok(turn > 0)
      return
    }
    const { session, exercises } = started
    await answerAll(db, userId, session.id, exercises, undefined, () => (now = now.add({ seconds: 10 })))
  }
  t.fail('a review never ends')
})

t.test('what fell due today may be reviewed before its hour, a step of minutes may not', async (t) => {
  const userId = await learnerOf(['greetings'])
  const cards = db.updateTable('cards').where('user_id', '=', userId)
  const tonight = start.add({ hours: 9 }).toString()
  await cards.set({ state: 'learning', due: tonight }).execute()
  await t.rejects(startedSession(db, userId, wholeCourse('review'), start), conflict(/Nothing is due/))
  await cards.set({ state: 'review', due: tonight }).execute()
  t.ok((await startedSession(db, userId, wholeCourse('review'), start)).exercises.length > 0)
  await cards.set({ due: start.add({ hours: 12 }).toString() }).execute()
  await t.rejects(startedSession(db, userId, wholeCourse('review'), start), conflict(/Nothing is due/))
})

t.test('practice asks what is weak, the weakest first, in a skill or in the whole course', async (t) => {
  const [weak] = await db
    .selectFrom('items')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .select('items.id')
    .where('skills.slug', '=', 'food')
    .orderBy('items.position')
    .execute()
  const userId = await learnerOf(['greetings', 'food'], (ids) => ids.includes(weak!.id))
  // The next moment nothing is forgotten, and what was wrong is what is weak.
  await db
    .updateTable('cards')
    .set({ due: start.add({ hours: 24 * 9 }).toString() })
    .where('user_id', '=', userId)
    .execute()
  await db
    .updateTable('item_progress')
    .set({ in_a_row: 3 })
    .where('user_id', '=', userId)
    .where('item_id', '<>', weak!.id)
    .execute()
  const now = start.add({ hours: 2 })
  for (const skill of [undefined, 'food']) {
    const { session, exercises } = await startedSession(db, userId, { ...wholeCourse('practice', 3), skill }, now)
    t.match(session, { kind: 'practice', skill: skill ?? null })
    t.ok(exercises.length > 0)
    for (const { itemIds } of exercises) t.ok(itemIds.includes(weak!.id))
  }
  const elsewhere = startedSession(db, userId, { ...wholeCourse('practice'), skill: 'greetings' }, now)
  await t.rejects(elsewhere, conflict(/^Nothing is weak in the skill greetings/))
})

t.test('what was never met is neither practised nor reviewed', async (t) => {
  const { id: userId } = await newLearner(db)
  await t.rejects(startedSession(db, userId, wholeCourse('practice'), start), conflict(/met nothing in the course/))
  await t.rejects(startedSession(db, userId, wholeCourse('review'), start), conflict(/Nothing is due/))
})

t.test('what a new edition leaves out is neither practised nor reviewed', async (t) => {
  await storeCourse(db, smallCourse('shrinking'))
  const { id: userId } = await newLearner(db, { courses: ['shrinking'] })
  const lesson = { course: 'shrinking', skill: 'animals', size: 30 }
  const { session, exercises } = await startedSession(db, userId, lesson, start)
  await answerAll(db, userId, session.id, exercises, undefined, () => start)
  const [kept, ...gone] = smallCourse('shrinking').units[0]!.skills[0]!.items
  await storeCourse(
    db,
    withSkill(smallCourse('shrinking'), 'animals', (skill) => ({ ...skill, items: [kept!] }))
  )
  const now = start.add({ hours: 24 * 50 })
  for (const kind of ['practice', 'review'] as const) {
    const asked = (await startedSession(db, userId, { ...lesson, kind, skill: undefined }, now)).exercises
    t.ok(asked.length > 0)
    const ids = new Set(asked.flatMap(({ itemIds }) => itemIds))
    for (const { id } of gone) t.notOk(ids.has(id))
  }
})

t.test('a lesson has a skill, and a review has none', async (t) => {
  const { id: userId } = await newLearner(db)
  const mismatch = { name: 'SkillMismatch', statusCode: 422 }
  await t.rejects(startedSession(db, userId, wholeCourse('lesson'), start), mismatch)
  await t.rejects(startedSession(db, userId, { ...wholeCourse('review'), skill: 'food' }, start), mismatch)
  await t.rejects(startedSession(db, userId, { ...wholeCourse('practice'), skill: 'nothing' }, start), {
    name: 'NotFound'
  })
  await t.rejects(startedSession(db, userId, { ...wholeCourse('practice'), course: 'klingon' }, start), {
    name: 'NotFound'
  })
})

t.test('each exercise is stored with the direction that it tests', async (t) => {
  const { id: userId } = await newLearner(db)
  const { session } = await startedSession(db, userId, {}, start)
  const rows = await db
    .selectFrom('study_exercises')
    .select('direction')
    .where('session_id', '=', session.id)
    .orderBy('number')
    .execute()
  t.same(
    rows.map(({ direction }) => direction),
    session.exercises.map(testedDirection)
  )
  t.equal(testedDirection({ kind: 'match', id: 1, left: [], right: [] }), 'toSource')
  t.equal(testedDirection({ kind: 'listen', id: 1, audio: 'a' }), 'toTarget')
})
