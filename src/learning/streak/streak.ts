import { type Static, Type } from '@sinclair/typebox'
import { StringEnum } from '../../http/schema.ts'
import { daysOfMonth } from '../days.ts'
import { foldStreak, passGap, type StreakHistory } from './fold.ts'
import { MOST_FREEZES } from './freezes.ts'
import type { Moment } from './studied-days.ts'

export const StreakState = StringEnum(['none', 'active', 'atRisk', 'frozen', 'broken'], {
  description:
    '`none`: nothing was ever studied; `active`: today counts already; `atRisk`: yesterday counted, today does not yet; ' +
    '`frozen`: a freeze bridged yesterday, and today does not count yet; `broken`: a missed day ended it'
})

/** A streak as a reply shows it. */
export const StreakSummary = Type.Object(
  {
    state: StreakState,
    length: Type.Integer({ minimum: 0, description: 'Days studied in a row; frozen ones do not count', examples: [8] }),
    longest: Type.Integer({ minimum: 0, description: 'The longest streak so far', examples: [31] }),
    freezes: Type.Integer({ minimum: 0, maximum: MOST_FREEZES, description: 'Freezes held: each bridges a missed day' })
  },
  { title: 'Streak' }
)
export type StreakSummary = Static<typeof StreakSummary>

/** A day of the calendar as a reply shows it. */
export const CalendarDay = Type.Object(
  {
    day: Type.String({ format: 'date' }),
    state: StringEnum(['studied', 'frozen', 'skipped', 'missed', 'none'], {
      description:
        '`frozen`: missed, but bridged by a freeze; `skipped`: it did not exist for a traveller; `none`: before the first ' +
        'day studied, today until it counts, or to come'
    })
  },
  { title: 'CalendarDay' }
)
export type CalendarDay = Static<typeof CalendarDay>

/** A streak on some day, with what its calendar is drawn from. */
export interface Streak extends StreakSummary {
  history: StreakHistory
  today: string
}

/**
 * A learner's streak as it stands now: the fold of all qualifying days, carried on to today. Yesterday and the days before
 * are past and took their freezes; today takes none until it is over. A day may be ahead of today, for who has flown back
 * over the date line; then today counts as studied.
 */
export function streakAt(moments: Iterable<Moment>, now: Moment): Streak {
  const history = foldStreak(moments)
  const spentBefore = history.ledger.length
  const lengthBefore = history.length
  if (history.last) passGap(history, now)
  const { length, longest, freezes, last } = history
  const today = now.day
  const summary = { length, longest, freezes, history, today }
  if (lengthBefore === 0) return { state: 'none', ...summary }
  if (last!.day >= today) return { state: 'active', ...summary }
  if (length === 0) return { state: 'broken', ...summary }
  return { state: history.ledger.length > spentBefore ? 'frozen' : 'atRisk', ...summary }
}

/** What each day of a month, `YYYY-MM`, was for a streak. */
export function calendarOf({ history, today }: Streak, month: string): CalendarDay[] {
  const [firstStudied] = history.days.keys()
  return daysOfMonth(month).map((day) => {
    const isPast = firstStudied !== undefined && firstStudied < day && day < today
    return { day, state: history.days.get(day) ?? (isPast ? 'missed' : 'none') }
  })
}
