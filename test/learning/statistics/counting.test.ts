import { sql } from 'kysely'
import t from 'tap'
import { acceptGroup } from '../../../src/answer-reports/decide.ts'
import { rejudgeLearner } from '../../../src/answer-reports/rejudge.ts'
import { courseId } from '../../../src/courses/identity.ts'
import { countAnswers, uncountAnswer } from '../../../src/learning/statistics/counting.ts'
import { listItemStatistics } from '../../../src/learning/statistics/items.ts'
import { findLearnerStatistics } from '../../../src/learning/statistics/learner.ts'
import { newLearner } from '../../support/learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'
import { attempt, noon, publishedCourse, reportedAttempt } from '../../support/reports.ts'
import { answerAll, itemProgress, startedSession, wrongAnswer } from '../../support/study.ts'
import { until } from '../../support/until.ts'

const { db } = await pooledDatabase(t, { max: 10 })

let courses = 0
async function newCourse(): Promise<string> {
  const slug = `counted-${++courses}`
  await publishedCourse(db, slug)
  return slug
}

const itemsOf = async (course: string) =>
  new Map((await listItemStatistics(db, courseId(course), undefined, 100)).map((row) => [row.item, row]))

/** What the answers of a learner come to, told from the answers themselves. */
async function kindsOf(userId: string) {
  const rows = await db
    .selectFrom('answers')
    .innerJoin('study_exercises as exercise', (join) =>
      join
        .onRef('exercise.user_id', '=', 'answers.user_id')
        .onRef('exercise.session_id', '=', 'answers.session_id')
        .onRef('exercise.number', '=', 'answers.number')
    )
    .select(['exercise.exercise', 'answers.correct'])
    .where('answers.user_id', '=', userId)
    .execute()
  const kinds = Map.groupBy(rows, ({ exercise }) => (exercise as { kind: string }).kind)
  return [...kinds]
    .map(([kind, answers]) => ({
      kind,
      answers: answers.length,
      correct: answers.filter(({ correct }) => correct).length
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
}

const countedKinds = async (userId: string) =>
  (await findLearnerStatistics(db, userId, undefined)).kinds.map(({ accuracy, ...kind }) => kind)

t.test('each answer is counted once, however many count at once and how often', async (t) => {
  const learners = await Promise.all([1, 2, 3].map(() => newLearner(db)))
  for (const { id } of learners) {
    const { session, exercises } = await startedSession(db, id)
    await answerAll(db, id, session.id, exercises.slice(0, 20))
    await answerAll(db, id, session.id, exercises.slice(20, 29), wrongAnswer)
  }
  await Promise.all([1, 2, 3, 4].map(() => countAnswers(db)))
  for (const { id } of learners) t.same(await countedKinds(id), await kindsOf(id))

  const [ada] = learners
  const { session, exercises } = await startedSession(db, ada!.id, { size: 5 })
  await Promise.all([answerAll(db, ada!.id, session.id, exercises), countAnswers(db), countAnswers(db)])
  await countAnswers(db)
  t.equal(await countAnswers(db), 0)
  t.same(await countedKinds(ada!.id), await kindsOf(ada!.id))
})

t.test('a count that is killed halfway is as none, and comes again', async (t) => {
  const { id } = await newLearner(db)
  const { session, exercises } = await startedSession(db, id, { size: 4 })
  await answerAll(db, id, session.id, exercises)
  await db.transaction().execute(async (trx) => {
    await sql`lock table item_statistics in access exclusive mode`.execute(trx)
    const counting = t.rejects(countAnswers(db))
    await until(async () => {
      const { rows } = await sql<{ killed: boolean }>`
        select pg_terminate_backend(pid) as killed from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%item_statistics%'`.execute(db)
      return rows.length > 0
    })
    await counting
  })
  t.same(await countedKinds(id), [])
  await countAnswers(db)
  t.same(await countedKinds(id), await kindsOf(id))
})

t.test('of an item all learners count, and its commonest wrong answers are told', async (t) => {
  const course = await newCourse()
  const given = ['el chucho', 'El  CHUCHO!', 'el can', 'el chucho', '???']
  const learners = await Promise.all(given.map(() => newLearner(db, { courses: [course] })))
  let dog = ''
  for (const [i, { id }] of learners.entries()) dog = (await attempt(db, id, course, given[i])).itemId
  await countAnswers(db)
  const statistics = await itemsOf(course)
  const [first] = statistics.values()
  t.match(first, { item: dog, skill: 'animals', target: ['el perro'], wrong: 5 })
  t.same(first!.errorRate, Math.round((5 / first!.attempts) * 100) / 100)
  t.same(
    first!.wrongAnswers.map(({ times, side }) => [times, side]),
    [
      [3, 'target'],
      [1, 'target']
    ]
  )
  t.match(first!.wrongAnswers[0]!.answer, /chucho/i)

  const seen = new Map<string, number>()
  for (const { id } of learners) {
    for (const [item, { seen: times }] of await itemProgress(db, id)) seen.set(item, (seen.get(item) ?? 0) + times)
  }
  t.same(new Map([...statistics].map(([item, { attempts }]) => [item, attempts])), seen)
})

t.test('the option that was picked, the tiles as they were put and the word filled in are told as well', async (t) => {
  const { id } = await newLearner(db)
  const { session, exercises } = await startedSession(db, id)
  const kinds = ['choose', 'arrange', 'fill'] as const
  for (const kind of kinds) {
    const exercise = exercises.find(({ key }) => key.kind === kind)!
    await answerAll(db, id, session.id, [exercise], wrongAnswer)
    await countAnswers(db)
    const rows = await db
      .selectFrom('item_wrong_answers')
      .selectAll()
      .where('item_id', '=', exercise.itemIds[0]!)
      .execute()
    const { key } = exercise
    const told =
      key.kind === 'choose'
        ? key.options[wrongAnswer(key) as string]!
        : key.kind === 'arrange'
          ? (wrongAnswer(key) as string[]).map((tile) => key.tiles[tile]).join(' ')
          : 'xyzzy'
    t.ok(
      rows.some(({ answer }) => answer.includes(told)),
      `${kind}: ${told}`
    )
  }
})

for (const first of ['counted', 'corrected'] as const) {
  t.test(`an answer that is accepted later counts as right, be it ${first} first`, async (t) => {
    const course = await newCourse()
    const { id } = await newLearner(db, { courses: [course] })
    const { groupId, itemId } = await reportedAttempt(db, id, course)
    const correct = async () => {
      await acceptGroup(db, { course, groupId, form: undefined, user: undefined, now: noon })
      t.equal(await rejudgeLearner(db, id, { groupId, form: 'el chucho' }, noon), 1)
    }
    if (first === 'corrected') await correct()
    await countAnswers(db)
    if (first === 'counted') {
      t.match((await itemsOf(course)).get(itemId), { wrong: 1, wrongAnswers: [{ answer: 'el chucho', times: 1 }] })
      await correct()
    }
    const dog = (await itemsOf(course)).get(itemId)!
    t.match(dog, { wrong: 0, errorRate: 0 })
    t.same(dog.wrongAnswers, [])
    t.same(await countedKinds(id), await kindsOf(id))
  })
}

t.test('an item whose answers were all taken out again is not told of', async (t) => {
  const course = await newCourse()
  const { id } = await newLearner(db, { courses: [course] })
  await attempt(db, id, course, 'el chucho')
  await countAnswers(db)
  t.not((await itemsOf(course)).size, 0)
  const answers = await db.selectFrom('answers').select(['session_id', 'number']).where('user_id', '=', id).execute()
  await db.transaction().execute(async (trx) => {
    for (const { session_id, number } of answers) await uncountAnswer(trx, id, session_id, number)
  })
  t.same(await itemsOf(course), new Map())
  await countAnswers(db)
})
