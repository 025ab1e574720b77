/** How long before its receipt an event may have happened. */
const OLDEST = { hours: 7 * 24 } as const
/** How far a device's clock may be ahead of ours. */
const FARTHEST_AHEAD = { minutes: 5 } as const

/** Why the time of an event is not accepted. */
export interface OccurrenceRefusal {
  code: 'tooOld' | 'tooFarAhead'
  detail: string
}

/**
 * Why an event cannot be taken at the time that its device gives: it happened more than seven days before its receipt, or
 * is more than five minutes ahead of it. `undefined` where it can; both limits are still accepted.
 */
export function refusalOfOccurrence(
  occurredAt: Temporal.Instant,
  receivedAt: Temporal.Instant
): OccurrenceRefusal | undefined {
  if (Temporal.Instant.compare(occurredAt, receivedAt.subtract(OLDEST)) < 0) {
    return { code: 'tooOld', detail: 'It happened more than 7 days before it was received' }
  }
  if (Temporal.Instant.compare(occurredAt, receivedAt.add(FARTHEST_AHEAD)) > 0) {
    return {
      code: 'tooFarAhead',
      detail: 'It is more than 5 minutes ahead of the server: mend the clock of the device'
    }
  }
  return undefined
}
