/** A moment of a learner's: when and where it was, and the local day that was stored with it. */
export interface Moment {
  /** `YYYY-MM-DD`. */
  day: string
  /** An IANA name. */
  timeZone: string
  /** An instant in ISO 8601. */
  occurredAt: string
}

/** A qualifying day, between the first and the last study session that was completed on it. */
export interface StudiedDay {
  day: string
  first: Moment
  last: Moment
}

/** The qualifying days of a set of moments, earliest first, whatever the order and repetition of the moments. */
export function studiedDays(moments: Iterable<Moment>): StudiedDay[] {
  const days = new Map<string, StudiedDay>()
  for (const moment of moments) {
    const { day } = moment
    const { first, last } = days.get(day) ?? { first: moment, last: moment }
    days.set(day, {
      day,
      first: isBefore(moment, first) ? moment : first,
      last: isBefore(last, moment) ? moment : last
    })
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** By time; of two at once, in different zones, always the same one. */
function isBefore(one: Moment, other: Moment): boolean {
  const milliseconds = Date.parse(one.occurredAt) - Date.parse(other.occurredAt)
  return milliseconds < 0 || (milliseconds === 0 && one.timeZone < other.timeZone)
}
