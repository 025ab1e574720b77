import type { Linked } from './linked.ts'

/** The sentences of one item by their ids, the main ones first. */
export interface Chosen {
  target: number[]
  source: number[]
}

const MOST_ALTERNATIVES = 10

/**
 * The shortest sentences that have a translation, at most so many `of` all that have one. Translations of one are alternatives, and so are the
 * sentences that its main translation belongs to as well; they get no item of their own.
 */
export function chooseShortest(linked: Linked, most: number): { chosen: Chosen[]; of: number; isCut: boolean } {
  const { limit, of } = longestToTake(linked, most)
  const chosen: { id: number; length: number; sources: number[] }[] = []
  for (const { id, sources } of linked.targets()) {
    const length = linked.lengthOf(id)
    if (length <= limit && chosen.length < 2 * most)
      chosen.push({ id, length, sources: sources.slice(0, MOST_ALTERNATIVES) })
  }
  chosen.sort((a, b) => a.length - b.length || a.id - b.id)
  const taken = new Set<number>()
  const items: Chosen[] = []
  for (const { id, sources } of chosen) {
    if (taken.has(id) || items.length === most) continue
    const others = linked.targetsOf(sources[0]!).filter((other) => other !== id && !taken.has(other))
    const target = [id, ...others.slice(0, MOST_ALTERNATIVES - 1)]
    for (const each of target) taken.add(each)
    items.push({ target, source: sources })
  }
  const left = chosen.some(({ id }) => !taken.has(id))
  return { chosen: items, of, isCut: left || chosen.length < of }
}

/** The length up to which there are so many linked sentences, of how many. */
function longestToTake(linked: Linked, most: number): { limit: number; of: number } {
  const counts = new Array<number>(128).fill(0)
  let of = 0
  for (const { id } of linked.targets()) {
    counts[linked.lengthOf(id)]!++
    of++
  }
  let sum = 0
  for (const [length, count] of counts.entries()) {
    sum += count
    if (sum >= most) return { limit: length, of }
  }
  return { limit: counts.length, of }
}
