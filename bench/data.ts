import { join } from 'node:path'
import type { Static } from '@sinclair/typebox'
import pg from 'pg'
import type { SignedIn } from '../src/accounts/schemas.ts'
import { readLibreLingo } from '../src/courses/librelingo/read-course.ts'
import { storeCourse } from '../src/courses/store.ts'
import { connectForMaintenance } from '../src/database/connect.ts'
import type { Database } from '../src/database/database.ts'
import { migrateToLatest } from '../src/database/migrate.ts'
import type { Answer } from '../src/learning/exercises/answer.ts'
import type { Exercise } from '../src/learning/exercises/schemas.ts'
import type { StudySession } from '../src/learning/study-session.ts'

export const COURSE = 'italian-from-english'
export const PASSWORD = 'a very correct horse'

/** Somebody who has an account, and an access token to it. */
export interface Learner {
  id: string
  email: string
  accessToken: string
}

/** An exercise that nobody has answered, and an answer to it. */
export interface Unanswered {
  learner: Learner
  session: string
  exercise: number
  answer: Answer
}

/** A new database on the server: migrated, with the demonstration course and enough others for a page of them. */
export async function createDatabase(server: string): Promise<string> {
  await query(server, 'drop database if exists bench with (force)')
  await query(server, 'create database bench')
  const url = Object.assign(new URL(server), { pathname: 'bench' }).href
  const db = connectForMaintenance<Database>(url)
  await migrateToLatest(db)
  const { course } = await readLibreLingo(join(import.meta.dirname, '../content', COURSE))
  await storeCourse(db, course!)
  for (let i = 1; i < 25; i++) await storeCourse(db, { ...course!, slug: `${COURSE}-${i}`, units: [] })
  await db.destroy()
  return url
}

/** Accounts made the way clients make them. */
export async function signUp(origin: string, count: number): Promise<Learner[]> {
  const learners: Learner[] = []
  for (let i = 0; i < count; i++) {
    const profile = { email: `learner${i}@example.org`, password: PASSWORD, displayName: 'Ada' }
    const { user, accessToken } = await call<Static<typeof SignedIn>>(origin, 'POST', '/v1/auth/register', profile)
    learners.push({ id: user.id, email: user.email, accessToken })
  }
  return learners
}

/**
 * At least `count` exercises to answer: one real study session, copied for each learner as often as it takes. In such an
 * order that the next one is another learner's.
 */
export async function prepareExercises(
  origin: string,
  database: string,
  learners: Learner[],
  count: number
): Promise<Unanswered[]> {
  const { accessToken } = learners[0]!
  await call(origin, 'PUT', `/v1/me/enrollments/${COURSE}`, undefined, accessToken)
  const wanted = { course: COURSE, kind: 'lesson', skill: 'animals', size: 30 }
  const session = await call<StudySession>(origin, 'POST', '/v1/study-sessions', wanted, accessToken)
  const copies = Math.ceil(count / session.exercises.length / learners.length)
  const made = await query(
    database,
    `with model as (
       select * from study_sessions where id = $1
     ), copy as (
       insert into study_sessions (user_id, id, course_id, skill_id, kind, size)
       select users.id, gen_random_uuid(), course_id, skill_id, model.kind, size
       from model, users, generate_series(1, $2::int)
       returning user_id, id
     ), exercises as (
       insert into study_exercises (user_id, session_id, number, exercise, key, item_ids, direction)
       select copy.user_id, copy.id, number, exercise, key, item_ids, direction
       from copy, study_exercises where session_id = $1
     )
     select user_id, id from copy order by id`,
    [session.id, copies]
  )
  await query(database, 'vacuum analyze')
  const byId = new Map(learners.map((learner) => [learner.id, learner]))
  return session.exercises.flatMap((exercise) =>
    made.map((row) => ({
      learner: byId.get(row.user_id)!,
      session: row.id,
      exercise: exercise.id,
      answer: answerTo(exercise)
    }))
  )
}

/** An answer of the right shape, right or wrong. */
function answerTo(exercise: Exercise): Answer {
  switch (exercise.kind) {
    case 'choose':
      return exercise.options[0]!.id
    case 'match':
      return exercise.left.map((left, i) => [left.id, exercise.right[i]!.id] as [string, string])
    case 'arrange':
      return exercise.tiles.map((tile) => tile.id)
    case 'type':
      return exercise.prompt
    case 'fill':
      return exercise.options?.[0] ?? exercise.translation
    case 'listen':
      return exercise.audio
  }
}

async function call<Reply>(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  accessToken?: string
): Promise<Reply> {
  const reply = await fetch(origin + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(accessToken && { authorization: `Bearer ${accessToken}` })
    },
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  if (!reply.ok) throw new Error(`${method} ${path} replied ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as Reply
}

async function query(database: string, text: string, values?: unknown[]) {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
