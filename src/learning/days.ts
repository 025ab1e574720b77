/**
 * The local day of an event, `YYYY-MM-DD`: the calendar date, in the learner's IANA time zone, of the instant less the
 * hours (0 to 6) that their day starts after midnight.
 */
export function localDay(instant: Temporal.Instant, timeZone: string, dayStartHours = 0): string {
  return instant.subtract({ hours: dayStartHours }).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
