import t from 'tap'
import { localDay } from '../../src/learning/days.ts'
import type { Card, Rating } from '../../src/learning/reviews/card.ts'
import { follows, type LoggedReview, nextCard, replay } from '../../src/learning/reviews/schedule.ts'
import { defaultSettings } from '../../src/learning/reviews/scheduler.ts'
import { streakAt } from '../../src/learning/streak/streak.ts'
import type { Moment } from '../../src/learning/streak/studied-days.ts'
import { type XpEntry, xpCorrections, xpOfDay } from '../../src/learning/xp.ts'

/** A study session of docs/learning-model.md, "Three days, and two offline", in which one item was reviewed. */
interface Session extends Moment {
  id: string
  completedAt: string
  correct: number
  wrong: number
  rating: Rating
}

const NEW_YORK = 'America/New_York'

const session = (id: string, instant: string, correct: number, wrong: number, rating: Rating): Session => {
  const day = localDay(Temporal.Instant.from(instant), NEW_YORK)
  return { id, day, timeZone: NEW_YORK, occurredAt: instant, completedAt: instant, correct, wrong, rating }
}

const online = [
  session('1', '2026-03-06T01:00:00Z', 4, 0, 3),
  session('2', '2026-03-07T01:00:00Z', 3, 1, 3),
  session('3', '2026-03-08T01:00:00Z', 4, 0, 3)
]
const offline = [session('4', '2026-03-08T06:30:00Z', 4, 0, 3), session('5', '2026-03-09T03:40:00Z', 3, 1, 1)]

function study(arrivals: Session[]) {
  const arrived: Session[] = []
  const log: LoggedReview[] = []
  const ledger: (XpEntry & { session: string })[] = []
  let card: Card | undefined
  for (const session of arrivals) {
    if (arrived.includes(session)) continue
    arrived.push(session)
    const review = { key: session.id, rating: session.rating, at: session.occurredAt, day: session.day }
    log.push(review)
    card = follows(review, card) ? nextCard(card, review, defaultSettings) : replay(log, defaultSettings)
    for (const [id, xp] of xpOfDay(arrived.filter(({ day }) => day === session.day))) {
      const booked = ledger.filter(({ session }) => session === id)
      ledger.push(...xpCorrections(id, booked, xp).map((entry) => ({ ...entry, session: id })))
    }
  }
  return { arrived, ledger, card: card! }
}

t.test(
  'three days, and two sessions offline over a change of clocks, synchronised in reverse order and twice',
  async (t) => {
    const { arrived, ledger, card } = study([...online, ...offline.toReversed(), ...offline])
    t.same(
      arrived.map(({ id, day }) => `${id} ${day}`),
      ['1 2026-03-05', '2 2026-03-06', '3 2026-03-07', '5 2026-03-08', '4 2026-03-08']
    )

    const now = (instant: string) => session('now', instant, 0, 0, 3)
    t.match(streakAt(arrived, now('2026-03-09T03:50:00Z')), { state: 'active', length: 4, freezes: 0 })
    t.match(streakAt(arrived, now('2026-03-09T04:00:00Z')), { state: 'atRisk', length: 4 })

    t.same(
      ledger.map(({ source, amount }) => `${source} ${amount}`),
      [
        'study-session:1 9',
        'study-session:2 3',
        'study-session:3 9',
        'study-session:5 3',
        'study-session:4 9',
        'study-session:5:correction:1 -2'
      ]
    )
    t.equal(
      ledger.reduce((sum, { amount }) => sum + amount, 0),
      31
    )

    t.match(card, {
      state: 'relearning',
      reps: 5,
      lapses: 1,
      lastReviewDay: '2026-03-08',
      due: '2026-03-09T03:50:00.000Z'
    })
    t.ok(Math.abs(card.stability - 4.8462) < 1e-4)
    t.ok(Math.abs(card.difficulty - 7.3877) < 1e-4)
    t.same(study([...online, ...offline]).card, card, 'in order, the card is the same')
  }
)
