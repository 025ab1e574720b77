import type { Side } from '../../courses/document.ts'
import { editDistance } from '../../language/edit-distance.ts'
import { loose } from '../../language/loose.ts'
import type { Material } from './material.ts'
import type { Question } from './question.ts'
import { shuffle } from './random.ts'
import type { Entry } from './vocabulary.ts'

/**
 * The other entries of the same kind, likeliest confusions first: of the same skill, illustrated if the entry is, and of
 * about its length; among equals chance decides.
 */
export function neighbours({ all, random }: Material, entry: Entry): Entry[] {
  const length = entry.target.text.length
  const distance = (other: Entry) =>
    (other.item.skillId === entry.item.skillId ? 0 : 4) +
    (other.item.images.length > 0 === entry.item.images.length > 0 ? 0 : 2) +
    (Math.abs(other.target.text.length - length) <= length / 2 ? 0 : 1)
  const others = all.filter((other) => other !== entry && other.item.kind === entry.item.kind)
  return shuffle(random, others).toSorted((a, b) => distance(a) - distance(b))
}

/**
 * Up to `count` words of other entries on the answering side, each different from `words` by `loose`: near ones in spelling
 * first, then those of items that share a word of the prompt, then the skill's. None begins a phrase: its capital would tell.
 */
export function strayWords(
  { all, random }: Material,
  entry: Entry,
  { promptSide, answerSide }: Question,
  words: readonly string[],
  count: number
): string[] {
  const found = new Map<string, { text: string; rank: number }>()
  const promptWords = new Set(entry[promptSide].looseWords)
  for (const other of shuffle(random, all)) {
    if (other === entry) continue
    const related = other[promptSide].looseWords.some((word) => promptWords.has(word))
    const rank = related ? 1 : other.item.skillId === entry.item.skillId ? 2 : 3
    const { words, looseWords } = other[answerSide]
    for (let i = other.item.kind === 'phrase' ? 1 : 0; i < words.length; i++) {
      const known = found.get(looseWords[i]!)
      if (!known || known.rank > rank) found.set(looseWords[i]!, { text: words[i]!, rank })
    }
  }
  const own = words.map(loose)
  for (const word of [...own, ...synonyms(all, own, promptSide, answerSide)]) found.delete(word)
  const spelled = own.map((word) => [...word])
  return Array.from(found, ([stray, { text, rank }]) => {
    const letters = [...stray]
    return { text, rank: spelled.some((word) => nearlySpelled(letters, word)) ? 0 : rank }
  })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ text }) => text)
}

/** A word that stands in more word items than this, as an article does, tells nothing of what they mean. */
const TELLING = 3

/** The words of items that mean what one of these words means: as options they would be right. */
function synonyms(all: readonly Entry[], own: readonly string[], promptSide: Side, answerSide: Side): Set<string> {
  const items = all.filter(({ item }) => item.kind === 'word')
  const count = new Map<string, number>()
  for (const word of items.flatMap((item) => item[answerSide].looseWords)) count.set(word, (count.get(word) ?? 0) + 1)
  const telling = (entry: Entry) => entry[answerSide].looseWords.filter((word) => count.get(word)! <= TELLING)
  const meanings = new Set(
    items
      .filter((item) => telling(item).some((word) => own.includes(word)))
      .flatMap((item) => [...item[promptSide].loose])
  )
  return new Set(items.filter((item) => !item[promptSide].loose.isDisjointFrom(meanings)).flatMap(telling))
}

/** At most half of a word's letters are changed, and two at most. */
function nearlySpelled(one: readonly string[], word: readonly string[]): boolean {
  const limit = Math.min(2, Math.floor(word.length / 2))
  return editDistance(one, word, limit) <= limit
}
