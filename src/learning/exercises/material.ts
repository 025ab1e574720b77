import type { Static } from '@sinclair/typebox'
import type { Item, Side } from '../../courses/document.ts'
import { displayText, tiles } from '../forms.ts'
import { acceptedAnswers } from '../judging/accepted.ts'
import type { TypedKey } from '../judging/typed-key.ts'
import { loose, plain } from './loose.ts'
import { isAskable, mainForm } from './main-form.ts'
import { type Random, seededRandom } from './random.ts'

/**
 * An item as a session uses it. Where `skillId` is known, distractors come from the same skill first. What lies `ahead`
 * of the session's skill lends wrong options, but is never asked.
 */
export type SessionItem = Static<typeof Item> & { skillId?: string; ahead?: boolean }

/** What a session is built from. */
export type SessionInput = {
  seed: string
  /** How many exercises are wanted. */
  size: number
  /** The skill's items in teaching order, new or weakest first. */
  items: readonly SessionItem[]
  /** Items of the same and nearby skills: they lend distractors, and answers to prompts that they share. */
  pool: readonly SessionItem[]
  /** BCP 47 tags of the two languages. */
  target: string
  source: string
  accents: TypedKey['accents']
  /** For each side, a folded token of the course and the other known tokens that resemble it. */
  lookalikes: Record<Side, Record<string, string[]>>
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

/** What the exercises of one session draw on. */
export type Material = {
  input: SessionInput
  random: Random
  /** The session's own items. */
  own: Entry[]
  /** These and the pool's, no item twice. */
  all: Entry[]
  /** The words that word items teach, reduced by `loose`. */
  taught: Set<string>
  /** For each side, which entries can be written in this way (case and punctuation aside). */
  sharing: Record<Side, Map<string, Set<Entry>>>
}

/** Works out both sides of every item and which prompts they share. Leaves out items of which a side has no form with words. */
export function gatherMaterial(input: SessionInput): Material {
  const byId = new Map<string, Entry>()
  const sharing = { target: new Map<string, Set<Entry>>(), source: new Map<string, Set<Entry>>() }
  for (const item of [...input.items, ...input.pool]) {
    if (byId.has(item.id)) continue
    const entry = { item, target: wording(item.target, input.target), source: wording(item.source, input.source) }
    if (!entry.target.text || !entry.source.text) continue
    byId.set(item.id, entry)
    for (const side of ['target', 'source'] as const) {
      for (const text of [...item[side].map(displayText), ...entry[side].accepted]) {
        const key = plain(text)
        sharing[side].set(key, (sharing[side].get(key) ?? new Set()).add(entry))
      }
    }
  }
  const own = new Set(input.items.map((item) => item.id))
  const all = [...byId.values()]
  return {
    input,
    random: seededRandom(input.seed),
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
    tiles: tiles(main, language),
    accepted,
    loose: new Set(accepted.map(loose))
  }
}
