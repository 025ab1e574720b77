import { DAYS_PER_FREEZE, type FreezeEntry, freezeEntry, MOST_FREEZES } from './freezes.ts'
import { gapDays } from './gap.ts'
import { type Moment, studiedDays } from './studied-days.ts'

/** What a day did for a streak: it counts, or it was bridged by a freeze, or the learner's calendar went past it. */
export type DayMark = 'studied' | 'frozen' | 'skipped'

/** A streak after its latest qualifying day, with how it came about. */
export interface StreakHistory {
  /** Qualifying days of the streak; frozen and skipped ones do not count. 0 where it is broken. */
  length: number
  /** Of the longest streak so far. */
  longest: number
  /** Freezes held, 0 to 2. */
  freezes: number
  /** Each freeze that was earned or spent, in order. */
  ledger: FreezeEntry[]
  /** The days that are not simply missed, in order. */
  days: Map<string, DayMark>
  /** The latest moment of the latest qualifying day. */
  last: Moment | undefined
}

/**
 * Folds the qualifying days of a learner into a streak, whatever the order and repetition of the moments; the first and
 * the last moment of each day are enough. Each seventh day of a streak earns a freeze, unless two are held. Each missed day
 * takes one as it passes, and breaks the streak where there is none; so a gap is bridged by freezes held when it began.
 */
export function foldStreak(moments: Iterable<Moment>): StreakHistory {
  const history: StreakHistory = { length: 0, longest: 0, freezes: 0, ledger: [], days: new Map(), last: undefined }
  for (const { day, first, last } of studiedDays(moments)) {
    if (history.last) passGap(history, first)
    countDay(history, day)
    history.last = last
  }
  return history
}

/** Lets the dates pass, in a history, between its latest day and that of a moment. */
export function passGap(history: StreakHistory, until: Moment): void {
  for (const { day, skipped } of gapDays(history.last!, until)) {
    if (skipped) {
      history.days.set(day, 'skipped')
    } else if (history.freezes > 0) {
      history.freezes--
      history.ledger.push(freezeEntry('spent', day))
      history.days.set(day, 'frozen')
    } else {
      history.length = 0
      return
    }
  }
}

function countDay(history: StreakHistory, day: string): void {
  history.days.set(day, 'studied')
  history.length++
  history.longest = Math.max(history.longest, history.length)
  if (history.length % DAYS_PER_FREEZE === 0 && history.freezes < MOST_FREEZES) {
    history.freezes++
    history.ledger.push(freezeEntry('earned', day))
  }
}
