import type { Db } from '../database/database.ts'
import { applyAnswer } from './answers.ts'
import { noteCompletion, settleCompletions } from './completions.ts'
import { readKnown } from './known.ts'
import { refusalOf } from './refusals.ts'
import type { AnswerEvent, CompletionEvent, SettingsEvent, SyncEvent, SyncResult } from './schemas.ts'
import { applySettings } from './settings.ts'

type Outcome = Pick<SyncResult, 'status'> & Partial<SyncResult>

/**
 * Takes events that happened on a device, each in a transaction of its own, and gives the result of each, in their order.
 * Whatever the order, the repetition and the division into calls of the same events, they come to the same. What is no
 * fault of an event, as a lost connection, is thrown; what was done until then stays, and sending all again is safe.
 */
export async function synchronise(
  db: Db,
  userId: string,
  events: readonly SyncEvent[],
  receivedAt: Temporal.Instant,
  signal?: AbortSignal
): Promise<SyncResult[]> {
  const outcomes = new Map<SyncEvent, Outcome>()
  async function each<Event extends SyncEvent>(kind: Event[], take: (event: Event) => Promise<Outcome>) {
    for (const event of kind) {
      signal?.throwIfAborted()
      outcomes.set(event, await take(event).catch((error) => ({ status: 'refused', reason: refusalOf(error) })))
    }
  }

  const { answers, completions, settings } = inOrder(events)
  const known = await readKnown(db, userId, answers, completions)
  await each(settings, (event) => applySettings(db, userId, event, receivedAt, signal))
  await each(answers, (event) => applyAnswer(db, userId, known, event, receivedAt))
  await each(completions, (event) => noteCompletion(db, userId, known, event, receivedAt))

  const summaries = await settleCompletions(db, userId, signal)
  for (const event of completions) {
    const summary = summaries.get(event.session.toLowerCase())
    if (summary && outcomes.get(event)?.status === 'pending') outcomes.set(event, { status: 'applied', summary })
  }
  return events.map((event) => ({ id: event.id, verdict: null, summary: null, reason: null, ...outcomes.get(event)! }))
}

/** What happened first comes first, so that as little as can be has to be worked out anew. */
function inOrder(events: readonly SyncEvent[]) {
  const sorted = events.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt))
  const ofType = <Event extends SyncEvent>(type: Event['type']) =>
    sorted.filter((event) => event.type === type) as Event[]
  return {
    answers: ofType<AnswerEvent>('answer'),
    completions: ofType<CompletionEvent>('completion'),
    settings: ofType<SettingsEvent>('settings')
  }
}
