import type { Item, Side } from '../../courses/document.ts'
import { acceptedAnswers } from '../../language/accepted.ts'
import { displayText, tiles } from '../../language/forms.ts'
import { loose, plain } from '../../language/loose.ts'
import { isAskable, mainForm } from '../../language/main-form.ts'
import type { Direction } from './direction.ts'

/**
 * An item as a session uses it. Where `skillId` is known, distractors come from the same skill first. What lies `ahead`
 * of the session's skill lends wrong options, but is never asked.
 */
export type SessionItem = Pick<Item, 'id' | 'kind' | 'target' | 'source' | 'images'> & {
  skillId?: string
  ahead?: boolean
  audio?: string | null
  /** How well its learner knows it, from 0 to 1; 0 where nothing is said. */
  strength?: number | null
  /** In which direction it is to be asked first; by chance where nothing is said. */
  direction?: Direction
}

/** One side of an item. */
export type Wording = {
  /** The main form as it is shown. */
  text: string
  words: string[]
  /** The words, reduced by `loose`. */
  looseWords: string[]
  /** The words, those that the author grouped kept together. */
  tiles: string[]
  /** Everything that may be answered. */
  accepted: string[]
  /** The same, reduced by `loose`. */
  loose: Set<string>
}

/** An item with both sides worked out. */
export type Entry = { item: SessionItem } & Record<Side, Wording>

/** The items that a session may draw on, each worked out once. */
export type Vocabulary = {
  /** BCP 47 tags of the two sides. */
  languages: Record<Side, string>
  /** The session's own items. */
  own: Entry[]
  /** These and the pool's, no item twice. */
  all: Entry[]
  /** The words that word items teach, reduced by `loose`. */
  taught: Set<string>
  /** For each side, which entries can be written in this way (case and punctuation aside). */
  sharing: Record<Side, Map<string, Set<Entry>>>
}

/**
 * Works out both sides of every item and which prompts they share. `items` are the session's own in teaching order, new
 * or weakest first; the `pool` are items of the same and nearby skills: they lend distractors, and answers to prompts that
 * they share. Leaves out items of which a side has no form with words.
 */
export function gatherVocabulary(
  items: readonly SessionItem[],
  pool: readonly SessionItem[],
  languages: Record<Side, string>
): Vocabulary {
  const byId = new Map<string, Entry>()
  const sharing = { target: new Map<string, Set<Entry>>(), source: new Map<string, Set<Entry>>() }
  for (const item of [...items, ...pool]) {
    if (byId.has(item.id)) continue
    const [target, source] = [wording(item.target, languages.target), wording(item.source, languages.source)]
    if (!target.text || !source.text) continue
    const entry = { item, target, source }
    byId.set(item.id, entry)
    for (const side of ['target', 'source'] as const) {
      for (const text of new Set([...item[side].map(displayText), ...entry[side].accepted])) {
        const key = plain(text)
        sharing[side].set(key, (sharing[side].get(key) ?? new Set()).add(entry))
      }
    }
  }
  const own = new Set(items.map((item) => item.id))
  const all = [...byId.values()]
  return {
    languages,
    own: all.filter(({ item }) => own.has(item.id)),
    all,
    taught: new Set(all.filter(({ item }) => item.kind === 'word').flatMap(({ target }) => target.looseWords)),
    sharing
  }
}

function wording(forms: readonly string[], language: string): Wording {
  const main = mainForm(forms)
  const text = displayText(main)
  const words = tiles(text, language)
  const accepted = acceptedAnswers(forms, language).filter(isAskable)
  return {
    text,
    words,
    looseWords: words.map(loose),
    tiles: text === main ? words : tiles(main, language),
    accepted,
    loose: new Set(accepted.map(loose))
  }
}
