import type { Item } from '../document.ts'
import type { Place } from '../report.ts'

/** A row of a table, a note or a pair of sentences, as its author wrote it: what becomes an item. */
export interface Pair {
  place: Place
  /** The names of its unit and skill; without a skill's it goes to one named after the unit. */
  unit: string
  skill?: string
  /** Where it is left out, the text tells. */
  kind?: Item['kind']
  /** The main form first, in each language. */
  target: readonly string[]
  source: readonly string[]
  patterns?: Item['patterns']
  images?: readonly string[]
  audio?: string | null
}
