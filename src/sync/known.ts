import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { NotFound } from '../http/problem.ts'
import type { Answer } from '../learning/exercises/answer.ts'
import { summaryColumns, summaryOf } from '../learning/session-queries.ts'
import type { Summary } from '../learning/study-session.ts'
import type { Verdict } from '../learning/verdict.ts'

/** An answer that counts. */
export interface KnownAnswer {
  answer: Answer
  verdict: Verdict
  answeredAt: string
}

/** A study session that events are about, as far as they have to know it. */
export interface KnownSession {
  /** In which events that name no zone are counted; undefined: in that of the profile. */
  packedTimeZone: string | undefined
  summary: Summary | null
  /** In which it was completed. */
  timeZone: string | null
  /** By the exercise; only those that an event is about. */
  answers: Map<number, KnownAnswer>
}

/** What is known of a learner's sessions when events come in. */
export interface Known {
  profileTimeZone: string | undefined
  sessions: Map<string, KnownSession>
}

/** Reads all that events are about, in three queries however many there are. */
export async function readKnown(
  db: Db,
  userId: string,
  answerEvents: readonly { session: string; exercise: number }[],
  others: readonly { session: string }[]
): Promise<Known> {
  const [[profile], rows, answers] = await Promise.all([
    selectTimeZone(db, userId),
    selectSessions(db, userId, [...new Set([...answerEvents, ...others].map(({ session }) => session))]),
    selectAnswers(
      db,
      userId,
      answerEvents.map(({ session }) => session),
      answerEvents.map(({ exercise }) => exercise)
    )
  ])
  const sessions = new Map(
    rows.map((row): [string, KnownSession] => [
      row.id,
      {
        packedTimeZone: row.packedTimeZone ?? undefined,
        summary: summaryOf(row),
        timeZone: row.timeZone,
        answers: new Map()
      }
    ])
  )
  for (const { sessionId, number, ...answer } of answers) {
    sessions.get(sessionId)?.answers.set(number, answer as KnownAnswer)
  }
  return { profileTimeZone: profile?.timeZone, sessions }
}

/** The session that an event is about. Throws `NotFound`. */
export function sessionOf({ sessions }: Known, id: string): KnownSession {
  const session = sessions.get(id.toLowerCase())
  if (!session) throw new NotFound(`You have no study session ${id}`)
  return session
}

const selectTimeZone = compiled((db, userId: string) =>
  db.selectFrom('users').select('time_zone as timeZone').where('id', '=', userId)
)

const selectSessions = compiled((db, userId: string, ids: string[]) =>
  db
    .selectFrom('study_sessions')
    .select(['id', 'packed_time_zone as packedTimeZone', 'time_zone as timeZone'])
    .select(summaryColumns)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
)

const selectAnswers = compiled(
  (_db, userId: string, sessions: string[], numbers: number[]) => sql<
    KnownAnswer & { sessionId: string; number: number }
  >`
    select distinct session_id as "sessionId", number, answer, verdict, answered_at as "answeredAt"
    from unnest(${sessions}::uuid[], ${numbers}::int[]) as wanted(session_id, number)
    join answers using (session_id, number)
    where user_id = ${userId}`
)
