import { localDay } from '../../../src/learning/days.ts'
import type { Moment } from '../../../src/learning/streak/studied-days.ts'

/** A moment by a zone's clock: `2026-01-04T20:00` in `America/Los_Angeles`. */
export function at(clock: string, timeZone = 'UTC'): Moment {
  const instant = Temporal.PlainDateTime.from(clock).toZonedDateTime(timeZone).toInstant()
  return { day: localDay(instant, timeZone), timeZone, occurredAt: instant.toString() }
}

/** Noon of days, told by their numbers in January 2026; 32 is the first of February. */
export const noons = (...days: number[]): Moment[] => days.map((day) => noon(day))

const noon = (day: number): Moment => at(`${Temporal.PlainDate.from('2025-12-31').add({ days: day })}T12:00`)

/** The numbers from one to another. */
export const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
