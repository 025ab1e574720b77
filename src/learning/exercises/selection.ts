/** What a session is for: a skill's new items, the weak ones of a skill or course, or what is due. */
export type SessionKind = 'lesson' | 'practice' | 'review'

/** An item that a session may take, with what is known of how well its learner knows it. */
export interface Candidate {
  id: string
  /** From 0, forgotten, to 1, known for sure; null where it was never answered. */
  strength: number | null
  /** When it is due again; null where it was never answered. */
  due: Temporal.Instant | null
}

/**
 * At most `size` items for a session, those to come first at the start; `candidates` are in teaching order, which decides
 * between equals.
 *
 * - `lesson`: what was never answered, in teaching order, then the rest, weakest first.
 * - `practice`: what was answered before, weakest first.
 * - `review`: what is due by `now`, weakest first, for these are nearest to being forgotten; of equals the longest overdue.
 */
export function chooseItems<Item extends Candidate>(
  kind: SessionKind,
  candidates: readonly Item[],
  size: number,
  now: Temporal.Instant
): Item[] {
  const isDue = ({ due }: Item) => due !== null && Temporal.Instant.compare(due, now) <= 0
  const wanted = candidates.filter(
    (item) => kind === 'lesson' || (kind === 'practice' ? item.strength !== null : isDue(item))
  )
  return wanted.toSorted((a, b) => rank(a) - rank(b) || (kind === 'review' ? byDue(a, b) : 0)).slice(0, size)
}

const rank = ({ strength }: Candidate): number => strength ?? -1

const byDue = (a: Candidate, b: Candidate): number =>
  a.due && b.due ? Temporal.Instant.compare(a.due, b.due) : Number(b.due !== null) - Number(a.due !== null)
