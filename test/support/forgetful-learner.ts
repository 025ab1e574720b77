import type { Db } from '../../src/database/database.ts'
import { addDays } from '../../src/learning/days.ts'
import { seededRandom } from '../../src/learning/exercises/random.ts'
import { newLearner } from './learner.ts'

const random = seededRandom('reviews')
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A learner who forgets half of everything within days, however often it was reviewed; their log has no cards yet. */
export async function forgetfulLearner(db: Db, cards: number, reviews: number): Promise<string> {
  const { id } = await newLearner(db)
  const rows = Array.from({ length: cards }, (_, card) => {
    let day = addDays('2026-01-01', random(30))
    return Array.from({ length: reviews }, (_, turn) => {
      if (turn > 0) day = addDays(day, 1 + random(12))
      return {
        user_id: id,
        session_id: uuid(turn),
        number: card + 1,
        item_id: uuid(card),
        course_id: uuid(0),
        direction: 'toTarget',
        rating: turn === 0 || random(2) === 0 ? 3 : 1,
        reviewed_at: `${day}T12:00:00Z`,
        day
      }
    })
  }).flat()
  await db.insertInto('reviews').values(rows).execute()
  return id
}
