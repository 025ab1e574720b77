import { sql, type Transaction } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { completeWithin } from '../learning/completion.ts'
import { completeEarlier, precedes } from '../learning/recompletion.ts'
import type { Summary } from '../learning/study-session.ts'
import { type Known, type KnownSession, sessionOf } from './known.ts'
import { checkOccurrence, readOccurrence } from './occurred.ts'
import type { CompletionEvent, SyncResult } from './schemas.ts'

/**
 * Notes that a session was completed, for `settleCompletions` to carry out; of several the earliest counts. Gives the summary
 * of a session that is completed already. Throws `EventRefused` and `NotFound`.
 */
export async function noteCompletion(
  db: Db,
  userId: string,
  known: Known,
  event: CompletionEvent,
  receivedAt: Temporal.Instant
): Promise<Pick<SyncResult, 'status' | 'summary'>> {
  const session = sessionOf(known, event.session)
  const at = readOccurrence(event)
  const timeZone = (event.timeZone ?? session.packedTimeZone ?? known.profileTimeZone)!
  if (session.summary && !isEarlier(session, at, timeZone)) return { status: 'already', summary: session.summary }
  checkOccurrence(event, at, receivedAt)
  await upsertPending(db, userId, event.session, at.toString(), timeZone, receivedAt.toString())
  return { status: 'pending', summary: null }
}

/**
 * Completes the sessions of a learner whose completion was noted and which are answered by now, the earliest first, each in
 * a transaction of its own. Gives their summaries by their ids.
 */
export async function settleCompletions(db: Db, userId: string, signal?: AbortSignal): Promise<Map<string, Summary>> {
  const summaries = new Map<string, Summary>()
  for (const { sessionId } of await selectReady(db, userId)) {
    signal?.throwIfAborted()
    const summary = await transaction(db, (trx) => settle(trx, userId, sessionId), signal)
    if (summary) summaries.set(sessionId, summary)
  }
  return summaries
}

/** Whether a packed session that is completed was completed earlier than is known. */
const isEarlier = ({ packedTimeZone, summary, timeZone }: KnownSession, at: Temporal.Instant, zone: string): boolean =>
  packedTimeZone !== undefined && precedes({ at: at.toString(), zone }, { at: summary!.completedAt, zone: timeZone! })

async function settle(trx: Transaction<Database>, userId: string, sessionId: string): Promise<Summary | undefined> {
  const [pending] = await deletePending(trx, userId, sessionId)
  if (!pending) return undefined
  const at = Temporal.Instant.from(pending.occurredAt)
  const earlier = await completeEarlier(trx, userId, sessionId, at, pending.timeZone)
  return earlier ?? completeWithin(trx, userId, sessionId, at, pending.timeZone)
}

const upsertPending = compiled(
  (_db, userId: string, sessionId: string, occurredAt: string, timeZone: string, receivedAt: string) => sql`
    insert into pending_completions as pending (user_id, session_id, occurred_at, time_zone, received_at)
    values (${userId}, ${sessionId}, ${occurredAt}::timestamptz, ${timeZone}, ${receivedAt}::timestamptz)
    on conflict (user_id, session_id) do update
    set occurred_at = excluded.occurred_at, time_zone = excluded.time_zone, received_at = excluded.received_at
    where (excluded.occurred_at, excluded.time_zone collate "C") < (pending.occurred_at, pending.time_zone collate "C")`
)

/** Every exercise of these is answered. */
const selectReady = compiled(
  (_db, userId: string) => sql<{ sessionId: string }>`
    select session_id as "sessionId" from pending_completions as pending
    where user_id = ${userId} and not exists (
      select from study_exercises as exercise
      where exercise.user_id = pending.user_id and exercise.session_id = pending.session_id and not exists (
        select from answers
        where answers.user_id = exercise.user_id and answers.session_id = exercise.session_id
          and answers.number = exercise.number
      )
    )
    order by occurred_at, session_id
    limit 500`
)

const deletePending = compiled((db, userId: string, sessionId: string) =>
  db
    .deleteFrom('pending_completions')
    .where('user_id', '=', userId)
    .where('session_id', '=', sessionId)
    .returning(['occurred_at as occurredAt', 'time_zone as timeZone'])
)
