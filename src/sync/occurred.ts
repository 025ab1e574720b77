import { isTimeZone } from '../http/time-zone.ts'
import { refusalOfOccurrence } from '../learning/occurrence.ts'
import { EventRefused } from './refusals.ts'

const names = { tooOld: 'TooOld', tooFarAhead: 'TooFarAhead' }

/** When an event happened, cut to the millisecond. Throws `EventRefused` where it is no time. */
export function readOccurrence({ occurredAt }: { occurredAt: string }): Temporal.Instant {
  try {
    return Temporal.Instant.from(occurredAt).round({ smallestUnit: 'millisecond', roundingMode: 'floor' })
  } catch {
    throw new EventRefused('InvalidTime', `${occurredAt} is not a time`)
  }
}

/** Throws `EventRefused` where an event cannot be taken any more, or not yet, or names a zone that there is not. */
export function checkOccurrence(
  { timeZone }: { timeZone?: string },
  at: Temporal.Instant,
  receivedAt: Temporal.Instant
): void {
  const refusal = refusalOfOccurrence(at, receivedAt)
  if (refusal) throw new EventRefused(names[refusal.code], refusal.detail)
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new EventRefused('UnknownTimeZone', `${timeZone} is not an IANA time zone`)
  }
}
