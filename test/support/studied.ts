import type { Db } from '../../src/database/database.ts'
import type { NewStudySession } from '../../src/learning/study-session.ts'
import { answerAll, rightAnswer, startedSession, wrongAnswer } from './study.ts'

/** A session of a learner's of one exercise, answered, that is only to be completed; its id. Right, it is worth 6 XP. */
export async function answeredSession(
  db: Db,
  userId: string,
  { right = true, ...changes }: Partial<NewStudySession> & { right?: boolean } = {}
): Promise<string> {
  const { session, exercises } = await startedSession(db, userId, { size: 1, ...changes })
  await answerAll(db, userId, session.id, exercises, right ? rightAnswer : wrongAnswer)
  return session.id
}

/** What the sums of a learner's ledgers are, and what has to be equal to them. */
export async function ledgersOf(db: Db, userId: string) {
  const entries = await db.selectFrom('xp_entries').selectAll().where('user_id', '=', userId).execute()
  const sessions = await db
    .selectFrom('study_sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('completed_at', 'is not', null)
    .execute()
  const freezes = await db.selectFrom('streak_freezes').selectAll().where('user_id', '=', userId).execute()
  const sum = (amounts: (number | null)[]) => amounts.reduce((total: number, amount) => total + amount!, 0)
  return {
    entries,
    xp: sum(entries.map(({ amount }) => amount)),
    sessionsXp: sum(sessions.map(({ xp }) => xp)),
    freezes: sum(freezes.map(({ amount }) => amount)),
    freezeSources: freezes.map(({ source }) => source).sort()
  }
}
