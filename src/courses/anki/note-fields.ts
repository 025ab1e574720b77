import type { Side } from '../document.ts'
import { namedColumns } from '../pairs/columns.ts'
import type { Language } from '../pairs/languages.ts'

/** Which of a kind of note's fields, counted from 0, are read as what. */
export interface NoteFields {
  target: number
  source: number
  reading: number | undefined
  /** The others, whose sounds and images alone are taken. */
  others: number[]
}

/**
 * Chooses the fields with the two texts by their names, as the columns of a table. What these don't tell is the first
 * field for the language taught, and the next that is left for the other.
 */
export function noteFields(names: readonly string[], given: Partial<Record<Side, Language>>): NoteFields {
  const { roles } = namedColumns(names, given)
  const taken = new Set(Object.values(roles))
  const free = [0, 1, ...names.keys()].filter((index) => !taken.has(index))
  const target = roles.target ?? free[0] ?? 0
  const source = roles.source ?? free.find((index) => index !== target) ?? (target === 0 ? 1 : 0)
  const reading = roles['target alternatives']
  const others = [...names.keys()].filter((index) => ![target, source, reading].includes(index))
  return { target, source, reading, others }
}
