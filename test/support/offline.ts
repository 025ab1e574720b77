import type { FastifyInstance } from 'fastify'
import type { PackedSession } from '../../src/learning/pack/schemas.ts'
import type { SyncEvent, SyncResult } from '../../src/sync/schemas.ts'
import type { Call } from '../helper.ts'
import { DEMONSTRATION } from './learner.ts'
import { rightAnswer, type Stored, storedExercises, wrongAnswer } from './study.ts'

/** What a clock set to an instant sends along. */
export const clockAt = (instant: string) => ({ 'x-parlance-now': instant })

/** Takes packed sessions along. */
export async function pack(
  { call }: { call: Call },
  { count = 1, now = '2026-03-08T05:00:00Z', course = DEMONSTRATION } = {}
): Promise<PackedSession[]> {
  const url = `/v1/study-sessions/pack?course=${course}&count=${count}`
  const reply = await call('GET', url, undefined, clockAt(now))
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json().sessions
}

/** Tells what happened, and gives the results. */
export async function sync({ call }: { call: Call }, events: object[], now: string): Promise<SyncResult[]> {
  const reply = await call('POST', '/v1/sync', { device: 'phone', events }, clockAt(now))
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json().results
}

/**
 * The events of a session that was studied offline: its answers, the first `wrong` of them wrong, ten seconds apart and the
 * last at the instant `until`, and its completion then.
 */
export function eventsOf(
  session: string,
  exercises: readonly Stored[],
  until: string,
  { wrong = 0, timeZone = undefined as string | undefined } = {}
): SyncEvent[] {
  const end = Temporal.Instant.from(until)
  const zone = timeZone === undefined ? {} : { timeZone }
  const answers = exercises.map(({ number, key }): SyncEvent => {
    const answer = number <= wrong ? wrongAnswer(key) : rightAnswer(key)
    const occurredAt = end.subtract({ seconds: 10 * (exercises.length - number) }).toString()
    return { type: 'answer', id: crypto.randomUUID(), session, exercise: number, answer, occurredAt, ...zone }
  })
  return [...answers, { type: 'completion', id: crypto.randomUUID(), session, occurredAt: until, ...zone }]
}

/** The same of a session in the database of an app. */
export const studiedOffline = async (
  app: FastifyInstance,
  session: string,
  until: string,
  options?: Parameters<typeof eventsOf>[3]
): Promise<SyncEvent[]> => eventsOf(session, await storedExercises(app.db, session), until, options)
