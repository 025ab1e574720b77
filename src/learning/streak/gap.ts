import { addDays, hasDate } from '../days.ts'
import type { Moment } from './studied-days.ts'

/** In less than this a traveller has lost no day of their own, only a date. */
const JOURNEY_MS = 36 * 3_600_000

/** A date between two moments without a qualifying session. */
export interface GapDay {
  day: string
  /** The learner could not have studied on it: their calendar went past it. */
  skipped: boolean
}

/**
 * The dates between those of two moments, earliest first, one by one, because who asks seldom needs them all. A date is
 * skipped if no zone of the two has it, and so is the last one if the learner travelled past it: the second moment is less
 * than 36 hours after the first, in another zone, where clocks are ahead.
 */
export function* gapDays(before: Moment, after: Moment): Generator<GapDay> {
  let day = addDays(before.day, 1)
  if (day >= after.day) return
  const travelled = travelledAhead(before, after)
  while (day < after.day) {
    const next = addDays(day, 1)
    yield { day, skipped: (travelled && next === after.day) || isInNoCalendar(day, before, after) }
    day = next
  }
}

function travelledAhead(before: Moment, after: Moment): boolean {
  if (before.timeZone === after.timeZone) return false
  if (Date.parse(after.occurredAt) - Date.parse(before.occurredAt) >= JOURNEY_MS) return false
  const arrival = Temporal.Instant.from(after.occurredAt)
  const offset = (timeZone: string) => arrival.toZonedDateTimeISO(timeZone).offsetNanoseconds
  return offset(before.timeZone) < offset(after.timeZone)
}

const isInNoCalendar = (day: string, before: Moment, after: Moment): boolean =>
  !hasDate(day, before.timeZone) && (before.timeZone === after.timeZone || !hasDate(day, after.timeZone))
