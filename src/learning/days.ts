const DAY_MS = 86_400_000

/**
 * The local day of an event, `YYYY-MM-DD`: the calendar date, in the learner's IANA time zone, of the instant less the
 * hours (0 to 6) that their day starts after midnight.
 */
export function localDay(instant: Temporal.Instant, timeZone: string, dayStartHours = 0): string {
  return instant.subtract({ hours: dayStartHours }).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** Days from one day to another, negative where that is earlier. Calendar days: no zone, no clock, no summer time. */
export function daysBetween(from: string, to: string): number {
  // A date alone is read as UTC, whose days all have 24 hours. `Temporal.PlainDate` says the same, a hundred times slower.
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}

/** The day so many days after a day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Every day from one to another, both included; none where the second is earlier. */
export function daysFrom(first: string, last: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, days) => addDays(first, days))
}

/** Every day of a month, `YYYY-MM`. */
export function daysOfMonth(month: string): string[] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month)
  return daysFrom(`${month}-01`, `${month}-${daysInMonth}`)
}

/**
 * When a local day begins, and when the next one does: `start` ≤ instant < `end` is what an index on instants can be asked
 * for. A date that the zone skipped has no instants: its `start` is its `end`.
 */
export function boundsOfDay(
  day: string,
  timeZone: string,
  dayStartHours = 0
): { start: Temporal.Instant; end: Temporal.Instant } {
  const begin = (date: string) =>
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).toInstant().add({ hours: dayStartHours })
  return { start: begin(day), end: begin(addDays(day, 1)) }
}

/** Whether a zone's calendar has a date. Apia, for one, never had 2011-12-30, when Samoa changed sides of the date line. */
export function hasDate(day: string, timeZone: string): boolean {
  // A time that a zone skipped is put off by as much as was skipped.
  const noon = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: '12:00' })
  return noon.toPlainDate().toString() === day
}
