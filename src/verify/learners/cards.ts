import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { loggedReview } from '../../learning/cards/log.ts'
import { findReviewSettings } from '../../learning/cards/settings.ts'
import { type CardRow, cardOf } from '../../learning/cards/stored-card.ts'
import type { Card } from '../../learning/reviews/card.ts'
import { replay } from '../../learning/reviews/schedule.ts'
import type { Check, Fault } from '../check.ts'

/** Another version of Node may reckon a logarithm otherwise in its last digits. */
const PRECISION = 1e-9

/** Each card is the replay of its log, by the parameters that the learner has and the retention that it was scheduled for. */
export const cards: Check = async (db, ids) => {
  const faults: Fault[] = []
  for (const user of ids) {
    const kept = new Map((await keptCards(db, user)).map((row) => [cardName(row), row]))
    const logs = Map.groupBy(await reviewsOf(db, user), cardName)
    if (kept.size + logs.size === 0) continue
    const settings = (await findReviewSettings(db, user))!
    for (const name of new Set([...kept.keys(), ...logs.keys()])) {
      const row = kept.get(name)
      const retention = row?.retention ?? settings.retention
      const expected = replay((logs.get(name) ?? []).map(loggedReview), { ...settings, retention })
      const found = row && cardOf(row)
      if (isSame(expected, found)) continue
      faults.push({ user, thing: `cards ${name}`, expected: told(expected), found: told(found) })
    }
  }
  return faults
}

const cardName = (row: { course_id: string; item_id: string; direction: string }) =>
  [row.course_id, row.item_id, row.direction].join(' ')

const told = (card: Card | undefined) => (card ? JSON.stringify(card) : 'none')

function isSame(one: Card | undefined, other: Card | undefined): boolean {
  if (!one || !other) return one === other
  const { stability, difficulty, ...rest } = other
  const isNear = (a: number, b: number) => Math.abs(a - b) <= PRECISION * Math.abs(a)
  return (
    isNear(one.stability, stability) &&
    isNear(one.difficulty, difficulty) &&
    Object.entries(rest).every(([name, value]) => one[name as keyof Card] === value)
  )
}

async function keptCards(db: Db, user: string) {
  return (await sql<CardRow>`select * from cards where user_id = ${user}`.execute(db)).rows
}

/** Of each review what it is rated by now. */
async function reviewsOf(db: Db, user: string) {
  const { rows } = await sql<Parameters<typeof loggedReview>[0] & Pick<CardRow, 'course_id' | 'item_id' | 'direction'>>`
    select distinct on (session_id, number, item_id)
      course_id, item_id, direction, session_id as "sessionId", number, rating, reviewed_at as at, day
    from reviews
    where user_id = ${user}
    order by session_id, number, item_id, correction desc`.execute(db)
  return rows
}
