import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../src/database/database.ts'
import { dropUnusedSessions } from '../../src/learning/pack/drop-unused.ts'
import { packSessions } from '../../src/learning/pack/pack.ts'
import { startStudySession } from '../../src/learning/start.ts'
import { countAnswers } from '../../src/learning/statistics/counting.ts'
import { foldStreak } from '../../src/learning/streak/fold.ts'
import { findStudyMoments } from '../../src/learning/study-days.ts'
import type { SyncEvent } from '../../src/sync/schemas.ts'
import { synchronise } from '../../src/sync/synchronise.ts'
import { DEMONSTRATION, newLearner } from '../support/learner.ts'
import { eventsOf } from '../support/offline.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { storedExercises } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const packedAt = Temporal.Instant.from('2026-03-07T20:00:00Z')
const receivedAt = Temporal.Instant.from('2026-03-09T12:00:00Z')

const first = await newLearner(db, { timeZone: 'America/New_York' })
const [packed] = await packSessions(db, first.id, DEMONSTRATION, 1, packedAt)
const [one, other] = [packed!.id, crypto.randomUUID()]
// A second one of the same skill, so that it repeats the first and reviews the same cards.
const { skill } = packed as { skill: string }
await startStudySession(db, first.id, { id: other, course: DEMONSTRATION, kind: 'lesson', skill, size: 12 }, packedAt)
await sql`
  update study_sessions as session set packed_at = packed.packed_at, packed_time_zone = packed.packed_time_zone
  from study_sessions as packed where session.id = ${other} and packed.id = ${one}`.execute(db)

/** A learner who took the same sessions along. */
async function packedLearner(): Promise<string> {
  const { id } = await newLearner(db, { timeZone: 'America/New_York' })
  for (const table of ['study_sessions', 'study_exercises']) {
    await sql`
      insert into ${sql.table(table)}
      select (jsonb_populate_record(session, jsonb_build_object('user_id', ${id}::uuid))).*
      from ${sql.table(table)} as session where user_id = ${first.id}`.execute(db)
  }
  return id
}

/** What events have come to. */
async function stateOf(userId: string) {
  const rowsOf = async (table: keyof Database, ...but: string[]) => {
    const rows = await db.selectFrom(table).selectAll().where('user_id', '=', userId).execute()
    const texts = rows.map((row) => JSON.stringify({ ...row, ...Object.fromEntries(but.map((name) => [name, 0])) }))
    return texts.map((text) => text.replaceAll(userId, 'me')).sort()
  }
  const xp = await db.selectFrom('xp_entries').select(['day', 'amount']).where('user_id', '=', userId).execute()
  const freezes = await db.selectFrom('streak_freezes').select('amount').where('user_id', '=', userId).execute()
  const sum = (entries: { amount: number }[]) => entries.reduce((total, { amount }) => total + amount, 0)
  const xpOfDays = [...Map.groupBy(xp, ({ day }) => day)].map(([day, entries]) => [day, sum(entries)] as const)
  const { length, longest } = foldStreak(await findStudyMoments(db, userId))
  const [user] = await db
    .selectFrom('users')
    .select(['time_zone', 'interface_language', 'daily_goal'])
    .where('id', '=', userId)
    .execute()
  return {
    sessions: await rowsOf('study_sessions'),
    answers: await rowsOf('answers'),
    cards: await rowsOf('cards', 'version'),
    progress: await rowsOf('item_progress'),
    days: await rowsOf('study_days'),
    goals: await rowsOf('daily_goals'),
    pending: await rowsOf('pending_completions', 'received_at'),
    xp: xpOfDays.filter(([, xp]) => xp !== 0).sort(),
    freezes: sum(freezes),
    streak: { length, longest },
    user
  }
}

const seed = 20260308

/** Takes the same events in many orders, repetitions and batches, and holds what they come to against the order given. */
async function comesToTheSame(t: Test, events: SyncEvent[], numRuns: number) {
  const plain = await packedLearner()
  for (const event of events) await synchronise(db, plain, [event], receivedAt)
  const expected = await stateOf(plain)
  const arrivals = fc.record({
    order: fc.shuffledSubarray(events, { minLength: events.length }),
    again: fc.array(fc.constantFrom(...events), { maxLength: 10 }),
    sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 })
  })
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ order, again, sizes }) => {
      const userId = await packedLearner()
      const arriving = [...order, ...again]
      for (let turn = 0; arriving.length > 0; turn++) {
        await synchronise(db, userId, arriving.splice(0, sizes[turn % sizes.length]), receivedAt)
      }
      assert.deepEqual(await stateOf(userId), expected)
    }),
    { seed, numRuns, endOnFailure: true }
  )
  t.pass(`${events.length} events`)
  return expected
}

const settings = (occurredAt: string, values: object) =>
  ({ type: 'settings', id: crypto.randomUUID(), occurredAt, ...values }) as SyncEvent

t.test('events come to the same in any order, any number of times and in any batches', async (t) => {
  const events = [
    ...eventsOf(one, await storedExercises(db, one), '2026-03-08T06:30:00Z', { wrong: 2 }),
    ...eventsOf(other, await storedExercises(db, other), '2026-03-09T03:40:00Z', {
      wrong: 1,
      timeZone: 'America/New_York'
    }),
    settings('2026-03-08T10:00:00Z', { timeZone: 'Asia/Tokyo', dailyGoal: 30 }),
    settings('2026-03-09T10:00:00Z', { dailyGoal: 50, interfaceLanguage: 'fr' }),
    settings('2026-03-09T10:00:00Z', { interfaceLanguage: 'de' })
  ]
  const state = await comesToTheSame(t, events, 10)
  t.match(state, { streak: { length: 1 }, pending: [], user: { daily_goal: 50, interface_language: 'fr' } })
})

t.test('of what two devices tell of one session, what happened first counts', async (t) => {
  const exercises = (await storedExercises(db, one)).slice(0, 4)
  const all = eventsOf(one, await storedExercises(db, one), '2026-03-09T03:40:00Z')
  const [first, second, third, fourth] = eventsOf(one, exercises, '2026-03-08T06:30:00Z', {
    wrong: 2,
    timeZone: 'Asia/Tokyo'
  })
  const later = { ...second!, id: crypto.randomUUID(), occurredAt: '2026-03-09T08:00:00Z' }
  const events = [
    ...all,
    ...eventsOf(other, await storedExercises(db, other), '2026-03-08T08:00:00Z'),
    first!,
    third!,
    { ...fourth!, occurredAt: all[3]!.occurredAt } as SyncEvent,
    later,
    {
      ...all.at(-1)!,
      id: crypto.randomUUID(),
      occurredAt: '2026-03-08T20:00:00Z',
      timeZone: 'Asia/Tokyo'
    } as SyncEvent,
    { ...all.at(-1)!, id: crypto.randomUUID(), occurredAt: '2026-03-09T09:00:00Z' } as SyncEvent
  ]
  const { sessions, xp, days } = await comesToTheSame(t, events, 10)
  t.match(sessions.join(), /"completed_at":"2026-03-08T20:00:00.000Z".*"day":"2026-03-09"/)
  t.equal(days.length, 2)
  t.same(
    xp.map(([day]) => day),
    ['2026-03-08', '2026-03-09']
  )
})

t.test('the statistics count the answer that stands', async (t) => {
  const exercises = (await storedExercises(db, one)).slice(0, 3)
  const late = eventsOf(one, exercises, '2026-03-08T06:30:00Z', { wrong: 3 })
  const early = eventsOf(one, exercises, '2026-03-08T06:00:00Z', { wrong: 1 })
  const ids = exercises.flatMap(({ itemIds }) => itemIds)
  const statistics = async (userId: string) => {
    await countAnswers(db)
    const mine = db
      .selectFrom('learner_statistics')
      .select(['kind', 'answers', 'correct'])
      .where('user_id', '=', userId)
    const items = db.selectFrom('item_statistics').selectAll().where('item_id', 'in', ids).orderBy('item_id')
    return { mine: await mine.orderBy('kind').execute(), items: await items.execute() }
  }
  const [direct, replaced] = [await packedLearner(), await packedLearner()]
  const before = await statistics(direct)
  await synchronise(db, direct, early, receivedAt)
  const expected = await statistics(direct)
  await synchronise(db, replaced, late, receivedAt)
  await statistics(replaced)
  await synchronise(db, replaced, early, receivedAt)
  const found = await statistics(replaced)
  t.same(found.mine, expected.mine)
  const attempts = (rows: typeof found.items) => rows.reduce((sum, row) => sum + row.attempts, 0)
  const wrong = (rows: typeof found.items) => rows.reduce((sum, row) => sum + row.wrong, 0)
  for (const count of [attempts, wrong]) {
    t.equal(count(found.items) - count(expected.items), count(expected.items) - count(before.items))
  }
})

t.test('packed sessions that nobody used are dropped once nothing can be told of them any more', async (t) => {
  const [unused, begun] = [await packedLearner(), await packedLearner()]
  await synchronise(
    db,
    begun,
    eventsOf(one, await storedExercises(db, one), '2026-03-08T06:30:00Z').slice(0, 1),
    receivedAt
  )
  const left = async (userId: string) => {
    const sessions = await db.selectFrom('study_sessions').select('id').where('user_id', '=', userId).execute()
    const exercises = await db
      .selectFrom('study_exercises')
      .select('session_id')
      .where('user_id', '=', userId)
      .execute()
    return [sessions.length, new Set(exercises.map(({ session_id }) => session_id)).size]
  }
  await dropUnusedSessions(db, packedAt.add({ hours: 24 * 40 }))
  t.same(
    [await left(unused), await left(begun)],
    [
      [2, 2],
      [2, 2]
    ]
  )
  await dropUnusedSessions(db, packedAt.add({ hours: 24 * 40 + 1 }))
  t.same(
    [await left(unused), await left(begun)],
    [
      [0, 0],
      [1, 1]
    ]
  )
})
