import { v5 as uuidv5 } from 'uuid'
import type { Db } from '../../src/database/database.ts'
import { Conflict } from '../../src/http/problem.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import { completeStudySession } from '../../src/learning/completion.ts'
import { type Random, seededRandom, shuffle } from '../../src/learning/exercises/random.ts'
import type { ExerciseKey } from '../../src/learning/exercises/schemas.ts'
import { startStudySession } from '../../src/learning/start.ts'
import type { SyncEvent } from '../../src/sync/schemas.ts'
import { synchronise } from '../../src/sync/synchronise.ts'
import { rightAnswer, type Stored, storedExercises, wrongAnswer } from '../support/study.ts'
import type { PlannedSession, Told } from './habits.ts'

const NAMESPACE = '5b0e7a0c-0a4e-4d0e-8c55-0d9a8a5e6a11'

/** A learner who lives as planned. */
export interface Living {
  id: string
  /** What the ids of their sessions are made of, so that these are the same in every run. */
  name: string
  course: string
  right: number
  random: Random
}

export const living = (id: string, name: string, course: string, right: number): Living => ({
  id,
  name,
  course,
  right,
  random: seededRandom(`life of ${name}`)
})

/** Studies what a learner tells of at once: online one session; what was studied offline in any order, twice, and in pieces. */
export async function study(db: Db, learner: Living, { sessions, at: toldAt }: Told): Promise<void> {
  const begun = sessions[0]!.at.subtract({ minutes: 5 })
  const started = []
  for (const session of sessions) started.push(await begin(db, learner, session, begun))
  if (started.length > 1) {
    const events = shuffle(
      learner.random,
      started.flatMap((each) => eventsOf(learner, each))
    )
    const half = Math.floor(events.length / 2)
    for (const batch of [events.slice(half), events.slice(0, half + 1), events.slice(half)]) {
      for (const { status, reason } of await synchronise(db, learner.id, batch, toldAt)) {
        if (status === 'refused') throw new Error(JSON.stringify(reason))
      }
    }
    return
  }
  for (const { id, exercises, planned } of started) {
    const { at, timeZone } = planned
    for (const { number, key } of exercises) {
      const given = { answer: answerTo(learner, key), timeZone, durationMs: 1_000 * learner.random(60) }
      await answerExercise(db, learner.id, id, number, given, whenAnswered(at, exercises, number))
    }
    await completeStudySession(db, learner.id, id, at, { timeZone })
  }
}

interface Begun {
  id: string
  exercises: Stored[]
  planned: PlannedSession
}

/** A session of the planned kind, or a lesson where there is nothing of that kind to study. */
async function begin(
  db: Db,
  { id: user, name, course }: Living,
  planned: PlannedSession,
  now: Temporal.Instant
): Promise<Begun> {
  const { kind, skill, size, at } = planned
  const id = uuidv5(`${name} ${at}`, NAMESPACE)
  const lesson = { id, course, kind: 'lesson', skill, size } as const
  const wanted = kind === 'review' ? { id, course, kind, size } : { ...lesson, kind }
  await startStudySession(db, user, wanted, now).catch((error) => {
    if (error instanceof Conflict) return startStudySession(db, user, lesson, now)
    throw error
  })
  return { id, exercises: await storedExercises(db, id, user), planned }
}

function eventsOf(learner: Living, { id: session, exercises, planned: { at, timeZone } }: Begun): SyncEvent[] {
  const told = (name: string) => ({ id: uuidv5(`${session} ${name}`, NAMESPACE), session, timeZone })
  return [
    ...exercises.map(({ number, key }): SyncEvent => {
      const occurredAt = whenAnswered(at, exercises, number).toString()
      return { type: 'answer', ...told(`${number}`), exercise: number, answer: answerTo(learner, key), occurredAt }
    }),
    { type: 'completion', ...told('completion'), occurredAt: at.toString() }
  ]
}

const answerTo = ({ right, random }: Living, key: ExerciseKey) =>
  random(10) < right ? rightAnswer(key) : wrongAnswer(key)

/** One every seven seconds, the last three seconds before the completion. */
const whenAnswered = (completed: Temporal.Instant, exercises: readonly Stored[], number: number) =>
  completed.subtract({ seconds: 3 + 7 * (exercises.length - number) })
