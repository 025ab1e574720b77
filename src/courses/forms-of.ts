import { expandPattern } from '../language/patterns.ts'
import type { Item, Side } from './document.ts'

/** In all, those of patterns included: as many as judging takes account of. */
export const MOST_FORMS = 200

/**
 * Every form that an item accepts on a side, the main one first, as its author marked them: those written out, then its
 * patterns', each once and at most 200. Throws a `PatternError` at a pattern that `patternFaults` would have told of.
 */
export function formsOf(item: Item, side: Side): string[] {
  const patterns = item.patterns[side]
  if (patterns.length === 0) return item[side]
  return [...new Set([...item[side], ...patterns.flatMap(expandPattern)])].slice(0, MOST_FORMS)
}
