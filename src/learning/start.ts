import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict } from '../http/problem.ts'
import { chooseSessionItems } from './choose-session-items.ts'
import { planSession } from './plan-session.ts'
import { recordSession } from './record-session.ts'
import { findSessionPlace } from './session-place.ts'
import { findStudySession } from './session-queries.ts'
import type { NewStudySession, StudySession } from './study-session.ts'

/**
 * Starts a study session; the same id again gives the session that it named first. Throws what `findSessionPlace` throws,
 * and `Conflict` where the id names another session, or there is nothing to study.
 */
export async function startStudySession(
  db: Db,
  userId: string,
  wanted: NewStudySession,
  now: Temporal.Instant,
  signal?: AbortSignal
): Promise<{ session: StudySession; created: boolean }> {
  const id = wanted.id?.toLowerCase() ?? uuidv7()
  if (wanted.id) {
    const earlier = await findStudySession(db, userId, id)
    if (earlier) return { session: sameSession(earlier, wanted), created: false }
  }
  const place = await findSessionPlace(db, userId, wanted)
  const items = await chooseSessionItems(db, userId, place, wanted, now)
  // Two starts of one id at the same moment plan much the same session, and whichever is stored is it.
  const exercises = await planSession(db, place, items, { ...wanted, seed: id })
  if (exercises.length === 0) throw new Conflict('There are no words in it that could be asked')

  const createdAt = await transaction(
    db,
    (trx) => recordSession(trx, userId, id, place, wanted, exercises, now),
    signal
  )
  if (createdAt === undefined) {
    const session = await findStudySession(db, userId, id)
    return { session: sameSession(session!, wanted), created: false }
  }
  const { course, skill = null, kind } = wanted
  const asked = exercises.map(({ exercise }) => exercise)
  const session = { id, course, skill, kind, createdAt, exercises: asked, verdicts: [], summary: null }
  return { session, created: true }
}

function sameSession(session: StudySession, { course, kind, skill }: NewStudySession): StudySession {
  if (session.course !== course || session.skill !== (skill ?? null) || session.kind !== kind) {
    throw new Conflict(`The id ${session.id} is that of another study session: choose a new one`)
  }
  return session
}
