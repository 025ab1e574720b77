import { editDistance, typoAllowance } from './edit-distance.ts'
import { withoutAccents } from './normalise.ts'

/** The largest published course has 2,000, and needs far less. */
const MOST_WORDS = 20_000
/** Pairs of words: a second's work. */
const MOST_MEASURED = 2_000_000

/**
 * For each folded word of a lexicon the other words of it that a forgivable slip would make: those equal but for
 * accents, and those within the edits allowed for its length. Words without any are absent.
 *
 * Words within one or two edits share a stub: what is left of their first seven letters after deleting as many. Only
 * words that share one are measured (symmetric deletion, W. Garbe's SymSpell). Of a lexicon beyond any course's, and of
 * words that begin alike by the hundred, not all are: it is the server's thread.
 */
export function lookalikes(lexicon: Iterable<string>): Map<string, string[]> {
  const byBare = Map.groupBy(Iterator.from(new Set(lexicon)).take(MOST_WORDS), withoutAccents)
  const bares = [...byBare.keys()]
  const near = new Map(bares.map((bare) => [bare, [bare]]))

  const words = bares.map((bare) => [...bare])
  const allowances = words.map(typoAllowance)
  const byStub = new Map<string, number[]>()
  const lastMeasured = new Int32Array(words.length).fill(-1)
  const most = Math.floor(MOST_MEASURED / words.length)
  words.forEach((word, a) => {
    let measured = 0
    for (const stub of stubsOf(word)) {
      const sharing = byStub.get(stub)
      if (!sharing) {
        byStub.set(stub, [a])
        continue
      }
      for (const b of sharing) {
        if (measured === most) break
        if (lastMeasured[b] === a || b === a) continue
        lastMeasured[b] = a
        measured++
        const edits = editDistance(word, words[b]!, Math.max(allowances[a]!, allowances[b]!))
        if (edits <= allowances[a]!) near.get(bares[a]!)!.push(bares[b]!)
        if (edits <= allowances[b]!) near.get(bares[b]!)!.push(bares[a]!)
      }
      sharing.push(a)
    }
  })

  const result = new Map<string, string[]>()
  for (const [bare, tokens] of byBare) {
    const all = near.get(bare)!.flatMap((other) => byBare.get(other)!)
    for (const token of tokens) {
      const others = all.filter((other) => other !== token)
      if (others.length > 0) result.set(token, others)
    }
  }
  return result
}

const PREFIX = 7

/** Two letters are deleted where a word has six or more: only such is two edits from a word of eight, which may be. */
function stubsOf(word: readonly string[]): Set<string> {
  const stubs = new Set<string>()
  if (word.length < 3) return stubs
  const prefix = word.slice(0, PREFIX)
  stubs.add(prefix.join(''))
  for (let i = 0; i < prefix.length; i++) {
    const shorter = prefix.toSpliced(i, 1)
    stubs.add(shorter.join(''))
    if (word.length < 6) continue
    for (let j = i; j < shorter.length; j++) stubs.add(shorter.toSpliced(j, 1).join(''))
  }
  return stubs
}
