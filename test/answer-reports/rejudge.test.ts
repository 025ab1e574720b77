import t from 'tap'
import { acceptGroup } from '../../src/answer-reports/decide.ts'
import { claimRejudging, learnersToRejudge } from '../../src/answer-reports/queue.ts'
import { rejudgeLearner } from '../../src/answer-reports/rejudge.ts'
import { rejudgeQueued } from '../../src/answer-reports/rejudging.ts'
import { reportAnswer } from '../../src/answer-reports/report.ts'
import { transaction } from '../../src/database/transaction.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import { completeStudySession } from '../../src/learning/completion.ts'
import type { FillExercise } from '../../src/learning/exercises/fill.ts'
import type { Exercise } from '../../src/learning/exercises/schemas.ts'
import { replayItem } from '../../src/learning/item-history.ts'
import { findStudySession } from '../../src/learning/session-queries.ts'
import { listNotifications } from '../../src/notifications/notifications.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { attempt, noon, publishedCourse, reportedAttempt } from '../support/reports.ts'
import { answerAll, itemProgress, rightAnswer, startedSession, storedExercises, wrongAnswer } from '../support/study.ts'

const { db } = await pooledDatabase(t, { max: 10 })
const later = noon.add({ hours: 24 })

let courses = 0
async function newCourse(): Promise<string> {
  const slug = `reported-${++courses}`
  await publishedCourse(db, slug)
  return slug
}

const accept = (course: string, groupId: string, form?: string) =>
  acceptGroup(db, { course, groupId, form, user: undefined, now: later })

/** Does all that is due, and gives how many answers turned right; nothing in it may fail. */
const rejudge = () => rejudgeQueued(db, { warn: t.fail, error: t.fail } as never, new AbortController().signal)

const ledger = async (userId: string) =>
  db
    .selectFrom('xp_entries')
    .select(['source', 'amount', 'day', 'time_zone'])
    .where('user_id', '=', userId)
    .orderBy('earned_at')
    .orderBy('source', 'desc')
    .execute()

const learnerOf = (course: string, timeZone?: string) =>
  newLearner(db, { courses: [course], ...(timeZone && { timeZone }) })

t.test('past attempts of all learners turn right, with progress and XP, and each is told', async (t) => {
  const course = await newCourse()
  const [ada, grace, eve] = [await learnerOf(course, 'Asia/Tokyo'), await learnerOf(course), await learnerOf(course)]
  const made = await reportedAttempt(db, ada.id, course)
  const silent = await attempt(db, grace.id, course, '¡El  CHUCHO!')
  const other = await attempt(db, eve.id, course, 'el chacal')
  const before = (await findStudySession(db, ada.id, made.session))!
  t.match(before.summary, { wrong: 1 })
  t.equal(await rejudge(), 0, 'nothing is accepted yet')

  await accept(course, made.groupId)
  t.equal(await rejudge(), 2)
  for (const [user, { session, exercise, itemId }] of [
    [ada, made],
    [grace, silent]
  ] as const) {
    const after = (await findStudySession(db, user.id, session))!
    const { correct, wrong, xp, ...rest } = after.summary!
    const size = after.exercises.length
    t.same([correct, wrong, xp], [size, 0, size + 5], 'as if it had been right at once')
    t.match(rest, { accuracy: 1, day: before.summary!.day, completedAt: before.summary!.completedAt })
    t.match(
      after.verdicts.find((verdict) => verdict.exercise === exercise),
      { verdict: user === ada ? 'correct' : 'correctWithNote', reason: null, nearest: 'el chucho' }
    )
    t.match(await ledger(user.id), [
      { source: `study-session:${session}`, amount: size - 1, day: '2026-03-01' },
      { source: `correction:${session}:${exercise}`, amount: 6, day: '2026-03-01' }
    ])
    const { seen, correct: known, inARow } = (await itemProgress(db, user.id)).get(itemId)!
    t.same([known, inARow], [seen, seen])
    const answer = user === ada ? 'el chucho' : '¡El  CHUCHO!'
    t.match(await listNotifications(db, user.id, undefined, 10), [
      { kind: 'answer-accepted', data: { course, session, exercise, answer, xp: 6 }, readAt: null }
    ])
  }
  t.match((await findStudySession(db, eve.id, other.session))!.summary, { wrong: 1 })
  t.same(await listNotifications(db, eve.id, undefined, 10), [])
})

t.test('however often and at once it is done, everything comes once', async (t) => {
  const course = await newCourse()
  const learners = await Promise.all([1, 2, 3].map(() => learnerOf(course)))
  let groupId = ''
  for (const { id } of learners) ({ groupId } = await reportedAttempt(db, id, course))
  await accept(course, groupId)
  const due = () => db.updateTable('rejudgings').set({ next_attempt_at: '2000-01-01T00:00:00Z' }).execute()
  const runs = [rejudge(), rejudge(), due().then(rejudge), due().then(rejudge)]
  t.equal(
    (await Promise.all(runs)).reduce((sum, turned) => sum + turned, 0),
    3
  )
  for (const { id } of learners) {
    t.equal((await ledger(id)).length, 2)
    t.equal((await listNotifications(db, id, undefined, 10)).length, 1)
  }
  await due()
  t.equal(await rejudge(), 0)
  t.same(await db.selectFrom('rejudgings').selectAll().execute(), [])
})

t.test('a job that died halfway is taken up by another once its lease has run out', async (t) => {
  const course = await newCourse()
  const [ada, grace] = [await learnerOf(course), await learnerOf(course)]
  const { groupId } = await reportedAttempt(db, ada.id, course)
  await attempt(db, grace.id, course)
  await accept(course, groupId)
  const [first] = await learnersToRejudge(db, groupId, '00000000-0000-0000-0000-000000000000', 1)
  const job = await claimRejudging(db)
  t.equal(await rejudgeLearner(db, first!.userId, job!, later), 1)
  t.equal(await rejudge(), 0, 'somebody else has it')
  await db.updateTable('rejudgings').set({ next_attempt_at: '2000-01-01T00:00:00Z' }).execute()
  t.equal(await rejudge(), 1)
})

t.test('an open session counts the answer once it is completed', async (t) => {
  const course = await newCourse()
  const [ada, grace] = [await learnerOf(course), await learnerOf(course)]
  const { groupId } = await reportedAttempt(db, ada.id, course)
  const { session, exercise } = await attempt(db, grace.id, course, 'el chucho', { open: true })
  await accept(course, groupId)
  t.equal(await rejudge(), 2)
  t.match(await listNotifications(db, grace.id, undefined, 10), [{ data: { session, exercise, xp: 0 } }])
  t.same(await ledger(grace.id), [])
  const rest = (await storedExercises(db, session)).filter(({ number }) => number !== exercise)
  await answerAll(db, grace.id, session, rest)
  const { correct, wrong, xp } = await completeStudySession(db, grace.id, session, later)
  t.same([correct, wrong, xp], [rest.length + 1, 0, rest.length + 6])
})

t.test('a repetition gains what it would have earned as one', async (t) => {
  const course = await newCourse()
  const ada = await learnerOf(course)
  const first = await reportedAttempt(db, ada.id, course)
  const second = await attempt(db, ada.id, course, 'el chucho', { now: noon.add({ minutes: 1 }) })
  await accept(course, first.groupId)
  t.equal(await rejudge(), 2)
  const [one, two] = [
    await findStudySession(db, ada.id, first.session),
    await findStudySession(db, ada.id, second.session)
  ]
  t.equal(two!.summary!.xp, Math.floor(one!.summary!.xp / 2))
  const entries = await ledger(ada.id)
  const total = entries.reduce((sum, { amount }) => sum + amount, 0)
  t.equal(total, one!.summary!.xp + two!.summary!.xp, 'the ledger adds up')
  t.equal(entries.length, 4)
})

t.test('a completion that races with the correction counts the answer once', async (t) => {
  const course = await newCourse()
  const ada = await learnerOf(course)
  const { groupId } = await reportedAttempt(db, ada.id, course)
  await accept(course, groupId)
  await rejudge()
  for (let round = 0; round < 10; round++) {
    const user = await learnerOf(course)
    const { session, exercise } = await attempt(db, user.id, course, 'el chucho', { open: true })
    const rest = (await storedExercises(db, session)).filter(({ number }) => number !== exercise)
    await answerAll(db, user.id, session, rest)
    const job = { groupId, form: 'el chucho' }
    await Promise.all([completeStudySession(db, user.id, session, noon), rejudgeLearner(db, user.id, job, later)])
    const { correct, wrong, xp } = (await findStudySession(db, user.id, session))!.summary!
    t.same([correct, wrong, xp], [rest.length + 1, 0, rest.length + 6])
    const earned = (await ledger(user.id)).reduce((sum, { amount }) => sum + amount, 0)
    t.equal(earned, xp)
  }
})

t.test('a word filled in is judged again as part of its sentence, and so is the sentence typed', async (t) => {
  const course = await newCourse()
  const [ada, grace] = [await learnerOf(course), await learnerOf(course)]
  const filled = await attempted(
    course,
    ada.id,
    ({ kind }) => kind === 'fill',
    (exercise) => ((exercise as FillExercise).after === ' come pan.' ? 'chucho' : undefined)
  )
  const typed = await attempted(
    course,
    grace.id,
    (exercise) => exercise.kind === 'type' && exercise.prompt === 'The dog eats bread.',
    () => 'el chucho come pan'
  )
  await reportAnswer(db, grace.id, typed, noon)
  await accept(course, await groupOf(grace.id), 'El chucho come pan.')
  t.equal(await rejudge(), 2)
  for (const [user, { session, exercise }] of [
    [ada, filled],
    [grace, typed]
  ] as const) {
    const { verdicts } = (await findStudySession(db, user.id, session))!
    t.match(verdicts.find((verdict) => verdict.exercise === exercise)!.verdict, /^correct/)
  }
})

t.test('a failure keeps no other learner from being corrected, and what failed comes again', async (t) => {
  const course = await newCourse()
  const [ada, grace] = [await learnerOf(course), await learnerOf(course)]
  const { session, exercise, groupId } = await reportedAttempt(db, ada.id, course)
  await attempt(db, grace.id, course)
  await accept(course, groupId)
  const exercises = () => db.updateTable('study_exercises').where('user_id', '=', ada.id).where('number', '=', exercise)
  const [stored] = (await storedExercises(db, session)).filter(({ number }) => number === exercise)
  await exercises().set({ key: '{"kind":"type"}' }).execute()
  const warnings: unknown[] = []
  const log = { warn: (...args: unknown[]) => warnings.push(args), error: (...args: unknown[]) => warnings.push(args) }
  const run = () => rejudgeQueued(db, log as never, new AbortController().signal)
  t.equal(await run(), 1)
  t.match(warnings, [[{ group: groupId }, /again in a minute/]])
  await exercises()
    .set({ key: JSON.stringify(stored!.key) })
    .execute()
  t.equal(await run(), 0, 'not before')
  await db.updateTable('rejudgings').set({ next_attempt_at: '2000-01-01T00:00:00Z' }).execute()
  t.equal(await run(), 1)
  t.equal(warnings.length, 1)
})

t.test('an answer that races with the correction counts on top of it', async (t) => {
  const course = await newCourse()
  const ada = await learnerOf(course)
  const { groupId } = await reportedAttempt(db, ada.id, course)
  for (let round = 0; round < 10; round++) {
    const user = await learnerOf(course)
    const { session, exercise, itemId } = await attempt(db, user.id, course, 'el chucho', { open: true })
    const rest = (await storedExercises(db, session)).filter(({ number }) => number !== exercise)
    const next = rest.find(({ itemIds }) => itemIds.includes(itemId))!
    const job = { groupId, form: 'el chucho' }
    await Promise.all([answerAll(db, user.id, session, [next]), rejudgeLearner(db, user.id, job, later)])
    t.same((await itemProgress(db, user.id)).get(itemId), { seen: 2, correct: 2, inARow: 2 })
  }
})

t.test('answers that were wrong for another reason still break the row', async (t) => {
  const course = await newCourse()
  const ada = await learnerOf(course)
  const answer = (given: string, minutes: number) =>
    attempt(db, ada.id, course, given, { open: true, now: noon.add({ minutes }) })
  const { itemId } = await answer('el perro', 0)
  await answer('el chacal', 1)
  await answer('el perro', 2)
  await reportAnswer(db, ada.id, await answer('el chucho', 3), noon)
  await answer('el perro', 4)
  const progress = async () => (await itemProgress(db, ada.id)).get(itemId)
  t.same(await progress(), { seen: 5, correct: 3, inARow: 1 })
  await accept(course, await groupOf(ada.id))
  t.equal(await rejudge(), 1)
  t.same(await progress(), { seen: 5, correct: 4, inARow: 3 })
})

t.test('replaying the history of an item gives what its answers gave', async (t) => {
  const ada = await newLearner(db)
  for (let round = 0; round < 3; round++) {
    const { session, exercises } = await startedSession(db, ada.id)
    let turn = round
    await answerAll(db, ada.id, session.id, exercises, (key) =>
      turn++ % 3 === 0 ? wrongAnswer(key) : rightAnswer(key)
    )
    await completeStudySession(db, ada.id, session.id, noon)
  }
  const before = await itemProgress(db, ada.id)
  t.ok([...before.values()].some(({ correct, inARow }) => inARow > 0 && inARow < correct))
  const rows = await db.selectFrom('item_progress').selectAll().where('user_id', '=', ada.id).execute()
  await db.updateTable('item_progress').set({ correct: 0, in_a_row: 0 }).where('user_id', '=', ada.id).execute()
  await transaction(db, async (trx) => {
    for (const { course_id, item_id } of rows) await replayItem(trx, ada.id, course_id, item_id)
  })
  t.same(await itemProgress(db, ada.id), before)
})

/** A session in which an exercise is found and answered, and no other; tried anew where it has none. */
async function attempted(
  course: string,
  userId: string,
  isWanted: (exercise: Exercise) => boolean,
  answerTo: (exercise: Exercise) => string | undefined
): Promise<{ session: string; exercise: number }> {
  for (;;) {
    const { session } = await startedSession(db, userId, { course, skill: 'animals' })
    for (const exercise of session.exercises.filter(isWanted)) {
      const answer = answerTo(exercise)
      if (answer === undefined) continue
      await answerExercise(db, userId, session.id, exercise.id, { answer }, noon)
      return { session: session.id, exercise: exercise.id }
    }
  }
}

const groupOf = async (userId: string) =>
  (await db.selectFrom('answer_reports').select('group_id').where('user_id', '=', userId).executeTakeFirstOrThrow())
    .group_id
