import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { publishCourse } from '../../src/authoring/publish.ts'
import type { Db } from '../../src/database/database.ts'
import { transaction } from '../../src/database/transaction.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import { completeStudySession } from '../../src/learning/completion.ts'
import { startStudySession } from '../../src/learning/start.ts'
import { synchronise } from '../../src/sync/synchronise.ts'
import { smallCourse } from '../support/courses.ts'
import { doomedDatabase } from '../support/doomed-database.ts'
import { newLearner } from '../support/learner.ts'
import { eventsOf } from '../support/offline.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { noon } from '../support/reports.ts'
import { ledgersOf } from '../support/studied.ts'
import { answerAll, rightAnswer, startedSession, storedExercises, wrongAnswer } from '../support/study.ts'

const { db, url } = await pooledDatabase(t)
await transaction(db, (trx) => publishCourse(trx, smallCourse(), { user: undefined, now: noon }))
const wanted = { course: 'small-course', kind: 'lesson', skill: 'food', size: 2 } as const

// Somebody who has studied for six days, so that the next one earns a freeze.
const template = (await newLearner(db, { courses: ['small-course'] })).id
for (let day = 6; day > 0; day--) {
  const at = noon.subtract({ hours: 24 * day })
  const { session, exercises } = await startedSession(db, template, { ...wanted, size: 1 }, at)
  await answerAll(db, template, session.id, exercises, rightAnswer, () => at)
  await completeStudySession(db, template, session.id, at)
}

/** Another learner who has done the same. */
async function sixDaysIn(): Promise<string> {
  const { id } = await newLearner(db)
  const copies = copied.map((table) => {
    const row = sql.table(table)
    return sql`${sql.ref(`copied_${table}`)} as (
      insert into ${row}
      select (jsonb_populate_record(${row}, jsonb_build_object('user_id', ${id}::text))).* from ${row}
      where user_id = ${template} on conflict do nothing
    )`
  })
  await sql`with ${sql.join(copies)} select`.execute(db)
  return id
}
const copied = ['enrollments', 'study_sessions', 'study_exercises', 'answers', 'reviews', 'cards'].concat([
  'item_progress',
  'xp_entries',
  'study_days',
  'streak_freezes'
])

/** Sends all that a client asks for, from the first request on, and notes each reply as it comes. */
type Client = (db: Db, userId: string, id: string, replies: unknown[]) => Promise<void>

const clients: Record<string, Client> = {
  async online(db, userId, id, replies) {
    replies.push((await startStudySession(db, userId, { ...wanted, id }, noon)).session.exercises)
    for (const { number, key } of await storedExercises(db, id)) {
      const answer = number === 1 ? rightAnswer(key) : wrongAnswer(key)
      replies.push((await answerExercise(db, userId, id, number, { answer }, noon.add({ seconds: number }))).verdict)
    }
    replies.push(await completeStudySession(db, userId, id, noon.add({ seconds: 10 })))
  },
  async offline(db, userId, id, replies) {
    replies.push((await startStudySession(db, userId, { ...wanted, id }, noon)).session.exercises)
    const events = eventsOf(id, await storedExercises(db, id), noon.add({ seconds: 10 }).toString(), { wrong: 1 })
    const results = await synchronise(db, userId, events, noon.add({ hours: 1 }))
    replies.push(results.slice(0, -1).map(({ verdict }) => verdict?.verdict))
    replies.push(results.at(-1)!.summary)
  }
}

for (const [name, client] of Object.entries(clients)) {
  t.test(`${name}: a server that dies after any statement leaves nothing half done`, async (t) => {
    let statements = 0
    while (!(await survives(t, client, statements + 1))) statements++
    t.ok(statements > 25, `${statements} statements`)
  })
}

/** Has a client served until the server dies, and once more by the next; gives whether it did not die. */
async function survives(t: Test, client: Client, statement: number): Promise<boolean> {
  const [userId, id] = [await sixDaysIn(), uuidv7()]
  const doomed = doomedDatabase(url, statement)
  const before: unknown[] = []
  const died = await client(doomed.db, userId, id, before).then(
    () => undefined,
    (error: Error) => error
  )
  await doomed.end()
  if (died && !doomed.died()) throw died
  const replies: unknown[] = []
  await client(db, userId, id, replies)
  t.same(replies.slice(0, before.length), before, `${statement}: replies given before are given again`)
  t.match(replies.at(-1), { correct: 1, wrong: 1, xp: 1, day: '2026-03-01' })
  const { entries, freezes } = await ledgersOf(db, userId)
  t.same([entries.length, freezes], [7, 1])
  return !died
}
