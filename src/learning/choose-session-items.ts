import type { Db } from '../database/database.ts'
import { Conflict } from '../http/problem.ts'
import { boundsOfDay, localDay } from './days.ts'
import { chooseItems } from './exercises/selection.ts'
import type { SessionItem } from './exercises/vocabulary.ts'
import { selectAnyMet, selectDueItems, selectWeakItems } from './met-items.ts'
import { strengthOf } from './progress.ts'
import { recallAfter } from './reviews/schedule.ts'
import { selectSkillItems } from './session-items.ts'
import type { SessionPlace } from './session-place.ts'
import type { NewStudySession } from './study-session.ts'

/** An item of a session, and the place of its skill in the course. */
export type PlacedItem = SessionItem & { place: number }

/**
 * What a session is to ask, in order: all items of a lesson's skill; no more items of what was met than exercises are
 * wanted. Throws `Conflict` where there is nothing: no words in the skill, nothing met yet, all learnt, or nothing due.
 */
export async function chooseSessionItems(
  db: Db,
  userId: string,
  place: SessionPlace,
  { kind, course, skill, size }: NewStudySession,
  now: Temporal.Instant
): Promise<PlacedItem[]> {
  const where = skill === undefined ? `the course ${course}` : `the skill ${skill}`
  const { courseId, skillId } = place
  if (kind === 'lesson') {
    const rows = await selectSkillItems(db, userId, courseId, skillId!)
    if (rows.length === 0) throw new Conflict(`In ${where} there are no exercises, only a dictionary`)
    return rows.map(({ inARow, ...item }) => ({ ...item, strength: strengthOf(inARow) }) as PlacedItem)
  }
  const today = localDay(now, place.timeZone, place.dayStartHour)
  const end = boundsOfDay(today, place.timeZone, place.dayStartHour).end
  const rows =
    kind === 'review'
      ? await selectDueItems(db, userId, courseId, today, now.toString(), end.toString())
      : await selectWeakItems(db, userId, courseId, skillId, today, end.toString())
  if (rows.length === 0 && kind === 'review') throw new Conflict(`Nothing is due in ${where} now`)
  if (rows.length === 0) {
    const met = await selectAnyMet(db, userId, courseId, skillId)
    throw new Conflict(
      met.length === 0
        ? `You have met nothing in ${where} yet: begin with a lesson`
        : `Nothing is weak in ${where}: all that you have met there is learnt`
    )
  }
  const candidates = rows.map(({ due, stabilities, ...row }) => ({
    ...row,
    due: Temporal.Instant.from(due),
    strength: recallAfter(stabilities, place)
  }))
  return chooseItems(kind, candidates, size, end).map(({ due, inARow, direction, ...item }) => ({
    ...(item as SessionItem),
    place: item.place,
    strength: strengthOf(inARow),
    ...(kind === 'review' && { direction })
  }))
}
