/** What a flawless study session earns besides. */
const FLAWLESS_BONUS = 5

/**
 * XP of a completed study session: one for each right answer, and five more where none was wrong. Each repetition of the
 * same skill on a local day (`repetition` 0 is the first) earns half of the one before, rounded down.
 */
export function xpFor(correct: number, wrong: number, repetition: number): number {
  const full = correct + (wrong === 0 && correct > 0 ? FLAWLESS_BONUS : 0)
  return Math.floor(full / 2 ** repetition)
}

/** A completed study session of a skill on a local day. */
export interface CompletedSession {
  id: string
  /** An instant in ISO 8601. */
  completedAt: string
  correct: number
  wrong: number
}

/**
 * The XP of each session of one skill on one local day, by its id, whatever the order and repetition of the sessions. Which
 * repeats which is told by the time when they were completed, at the same one by their ids: not by when they came in.
 */
export function xpOfDay(sessions: Iterable<CompletedSession>): Map<string, number> {
  const once = new Map(Array.from(sessions, (session) => [session.id, session]))
  const inOrder = [...once.values()].sort(
    (a, b) => Date.parse(a.completedAt) - Date.parse(b.completedAt) || (a.id < b.id ? -1 : 1)
  )
  return new Map(inOrder.map(({ id, correct, wrong }, repetition) => [id, xpFor(correct, wrong, repetition)]))
}

/** An entry of a learner's ledger of XP. */
export interface XpEntry {
  /** What no two entries of a learner share, so that nothing is booked twice. */
  source: string
  amount: number
}

/**
 * The entries to append so that what is booked for a session sums up to what it has earned by now: one for a new session;
 * a correction, mostly a negative one, where another that was completed earlier came in later. `booked` are the entries of
 * this session on its day, among them the first or, where it was moved to another day since, the one that moved it. None
 * where the two agree.
 */
export function xpCorrections(sessionId: string, booked: readonly XpEntry[], earned: number): XpEntry[] {
  const source = `study-session:${sessionId}`
  if (booked.length === 0) return [{ source, amount: earned }]
  const difference = earned - booked.reduce((sum, { amount }) => sum + amount, 0)
  const base = booked.find((entry) => entry.source === source)?.source ?? movedAs(source, booked) ?? source
  return difference === 0 ? [] : [{ source: `${base}:correction:${booked.length}`, amount: difference }]
}

const movedAs = (source: string, booked: readonly XpEntry[]): string | undefined =>
  booked.find((entry) => entry.source.startsWith(`${source}:moved:`) && !entry.source.includes(':correction:'))?.source
