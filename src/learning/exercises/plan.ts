import { isNew, ladderEach, type Step } from './ladder.ts'
import { planMatch } from './match.ts'
import type { Material } from './material.ts'
import { pose } from './question.ts'
import { seededRandom } from './random.ts'
import type { SessionKind } from './selection.ts'
import { type Plan, type PlannedExercise, startTally, type Tally } from './tally.ts'
import { planType } from './type.ts'
import type { Entry, Vocabulary } from './vocabulary.ts'

export type { PlannedExercise }

/** What a session is to be like. */
export type SessionSettings = Pick<Material, 'accents' | 'lookalikes'> & {
  seed: string
  /** How many exercises are wanted. */
  size: number
  /** A lesson where nothing is said. */
  kind?: SessionKind
}

/**
 * A study session of at most `size` exercises; the same arguments give the same session. Items come in batches, words and
 * phrases by turns, and each batch in rounds, every round a step harder, until the session is full; in a review every item
 * comes once before any comes again. A course that offers little gives fewer exercises, not worse ones; if it gives none at
 * all, an item is asked whose prompt tells the answer.
 * Empty where no item has words on both sides.
 */
export function buildSession(
  vocabulary: Vocabulary,
  { seed, size, kind, ...judging }: SessionSettings
): PlannedExercise[] {
  const material = { ...vocabulary, ...judging, random: seededRandom(seed) }
  const tally = startTally(size)
  for (const batch of batches(material.own, kind === 'review' ? size : Math.min(Math.ceil(size / 3), 5))) {
    const ladders = ladderEach(material, batch, tally)
    for (let round = 1; !tally.full() && ladders.some((ladder) => ladder.length > 0); round++) {
      for (const ladder of ladders) climb(ladder, tally)
      if (round === 1) tally.add(match(material, batch, tally))
    }
  }
  const [first] = material.own
  if (tally.session.length === 0 && first) tally.add(planType(material, first, pose(material, first, 'toSource')))
  return tally.session
}

/** Words and phrases by turns, each in the order given, in batches so small that a session reaches the harder kinds. */
function batches(entries: readonly Entry[], length: number): Entry[][] {
  const words = entries.filter(({ item }) => item.kind === 'word')
  const phrases = entries.filter(({ item }) => item.kind === 'phrase')
  const order = entries.flatMap((_, turn) => [words[turn], phrases[turn]].filter((entry) => entry !== undefined))
  return Array.from({ length: Math.ceil(order.length / length) }, (_, n) => order.slice(n * length, (n + 1) * length))
}

/** Takes steps up a ladder until one gives the session an exercise. */
function climb(ladder: Step[][], tally: Tally): void {
  while (ladder.length > 0 && !tally.full()) {
    if (ladder.shift()!.some((step) => tally.add(step()))) return
  }
}

/**
 * A match of the batch's words, then the session's others, those of earlier skills only where the session has two but
 * not enough.
 */
function match(material: Material, batch: readonly Entry[], { ready, timesOf }: Tally): Plan {
  const words = material.all.filter(
    (entry) => entry.item.kind === 'word' && !entry.item.ahead && isNew(entry) && ready(entry, 'match')
  )
  const own = new Set(words.filter((entry) => material.own.includes(entry)))
  if (own.size < 2) return undefined
  const rank = (entry: Entry) => (batch.includes(entry) ? 0 : own.has(entry) ? 1 + timesOf(entry) : Infinity)
  return planMatch(
    material,
    words.toSorted((a, b) => rank(a) - rank(b) || 0)
  )
}
