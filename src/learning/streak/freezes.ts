/** Each so many days of a streak earn a freeze. */
export const DAYS_PER_FREEZE = 7
/** How many freezes a learner can hold. */
export const MOST_FREEZES = 2

/**
 * What happened to freezes: one is `earned` by a seventh day, or `spent` on a missed one. When a session that comes in late
 * changes what a day was, its freeze is `returned`, or one that was earned on it is `withdrawn`, being earned on another.
 */
export type FreezeEvent = 'earned' | 'spent' | 'returned' | 'withdrawn'

/** An entry of a learner's ledger of freezes: the sum of the amounts is what they hold. */
export interface FreezeEntry {
  /** What no two entries of a learner share, so that nothing is booked twice: `spent:2026-01-09:1`. */
  source: string
  event: FreezeEvent
  /** The local day that it is about. */
  day: string
  amount: 1 | -1
}

const amounts = { earned: 1, spent: -1, returned: 1, withdrawn: -1 } as const

/** An entry; `time` counts those of the same event and day. */
export const freezeEntry = (event: FreezeEvent, day: string, time = 1): FreezeEntry => ({
  source: `${event}:${day}:${time}`,
  event,
  day,
  amount: amounts[event]
})

/**
 * The entries to append to a ledger that is only ever appended to, so that it says what the fold over all days says by now.
 * Those that add come first: with no entry is the sum below zero. None where the two agree.
 */
export function freezeCorrections(booked: readonly FreezeEntry[], folded: readonly FreezeEntry[]): FreezeEntry[] {
  const times = new Map<string, number>()
  for (const { event, day } of booked) times.set(`${event}:${day}`, (times.get(`${event}:${day}`) ?? 0) + 1)
  const count = (event: FreezeEvent, day: string) => times.get(`${event}:${day}`) ?? 0
  const wanted = new Set(folded.map(({ event, day }) => `${event}:${day}`))

  const days = [...new Set([...booked, ...folded].map(({ day }) => day))].sort()
  const corrections = days.flatMap((day) =>
    (['earned', 'spent'] as const).flatMap((event) => {
      const undoing = event === 'earned' ? 'withdrawn' : 'returned'
      const isBooked = count(event, day) > count(undoing, day)
      if (isBooked === wanted.has(`${event}:${day}`)) return []
      const needed = isBooked ? undoing : event
      return [freezeEntry(needed, day, count(needed, day) + 1)]
    })
  )
  return corrections.sort((a, b) => b.amount - a.amount)
}
