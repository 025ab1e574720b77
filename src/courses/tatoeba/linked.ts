import type { Corpus } from './corpus.ts'
import { IDS } from './lines.ts'

/** Which sentences translate which, by their ids alone: all of Tatoeba's fit into some dozen megabytes. */
export interface Linked {
  /** How long a sentence is, from 1 to 127, for those of the language taught; 0 for others. */
  lengthOf(target: number): number
  /** Each linked sentence of the language taught, with those that it is linked to. */
  targets(): Generator<{ id: number; sources: number[] }>
  /** The sentences of the language taught that are linked to one of the other. */
  targetsOf(source: number): number[]
  /** Sentences of the language taught in all, and whether there were more links than are looked at. */
  count: number
  isCut: boolean
}

const MOST_LINKS = 3_000_000

/** Of one sentence of the language learners speak, that are looked at. */
const MOST_PARTNERS = 50

/** Reads which sentences of a corpus are linked. */
export async function linkedSentences(corpus: Corpus): Promise<Linked> {
  // Of the language taught 1 to 127, of the other the same and 128.
  let lengths = new Uint8Array(1 << 20)
  let count = 0
  await corpus.sentences((id, side, text) => {
    if (id >= lengths.length) {
      const longer = new Uint8Array(Math.min(IDS, Math.max(id + 1, lengths.length * 2)))
      longer.set(lengths)
      lengths = longer
    }
    if (lengths[id] === 0 && side === 'target') count++
    if (lengths[id] === 0) lengths[id] = Math.min(127, 1 + (text.length >> 1)) + (side === 'target' ? 0 : 128)
  })
  const isTarget = (id: number) => lengths[id]! > 0 && lengths[id]! < 128
  const isSource = (id: number) => lengths[id]! > 128

  let links = new Float64Array(1 << 16)
  let size = 0
  let isCut = false
  await corpus.links((one, other) => {
    const key =
      isTarget(one) && isSource(other) ? one * IDS + other : isTarget(other) && isSource(one) ? other * IDS + one : 0
    if (key === 0) return
    if (size === links.length && size >= MOST_LINKS) {
      isCut = true
      return
    }
    if (size === links.length) {
      const longer = new Float64Array(Math.min(MOST_LINKS, size * 2))
      longer.set(links)
      links = longer
    }
    links[size++] = key
  })
  const byTarget = links.subarray(0, size).sort()
  const bySource = byTarget.map((key) => (key % IDS) * IDS + Math.floor(key / IDS)).sort()
  return {
    lengthOf: (id) => (isTarget(id) ? lengths[id]! : 0),
    *targets() {
      for (let at = 0; at < size; ) {
        const id = Math.floor(byTarget[at]! / IDS)
        const sources = partnersOf(byTarget, id, at)
        yield { id, sources: [...new Set(sources)] }
        at += sources.length
      }
    },
    targetsOf: (source) => [...new Set(partnersOf(bySource, source, firstOf(bySource, source), MOST_PARTNERS))],
    count,
    isCut
  }
}

/** What a sentence is linked to, where its links begin at an index: the first of so many. */
function partnersOf(links: Float64Array, id: number, start: number, most = links.length): number[] {
  const partners: number[] = []
  const end = Math.min(links.length, start + most)
  for (let at = start; at < end && Math.floor(links[at]! / IDS) === id; at++) partners.push(links[at]! % IDS)
  return partners
}

/** Where the links of a sentence begin among sorted ones. */
function firstOf(links: Float64Array, id: number): number {
  let [low, high] = [0, links.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (links[middle]! < id * IDS) low = middle + 1
    else high = middle
  }
  return low
}
