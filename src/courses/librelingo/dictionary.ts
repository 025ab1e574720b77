import type { Node } from 'yaml'
import type { CourseDocument, DictionaryEntry, Item, Side } from '../document.ts'
import { quote } from '../report.ts'
import { inOrder } from './order.ts'
import { readSections } from './sections.ts'
import { readTerms } from './terms.ts'
import type { YamlFile } from './yaml-file.ts'

/** Where a skill's file gives words and their meanings; each list has more than one node if its key was given twice. */
export interface DictionaryNodes {
  mini: readonly (Node | null)[]
  twoWay: readonly (Node | null)[]
  /** The order of the entries of both sides, as `orderOf` gives it. */
  order: readonly string[]
}

/** A skill's dictionary; a term given again gains its meanings, and a two-way entry counts in both directions. */
export function readDictionary(
  file: YamlFile,
  { mini, twoWay, order }: DictionaryNodes,
  course: Pick<CourseDocument, Side>,
  items: readonly Pick<Item, Side>[]
): DictionaryEntry[] {
  const meaningsOf: Record<Side, Map<string, Set<string>>> = { target: new Map(), source: new Map() }
  const add = (side: Side, term: string, meaning: string) => {
    const meanings = meaningsOf[side].get(term) ?? new Set()
    meaningsOf[side].set(term, meanings)
    return meanings.size < meanings.add(meaning).size
  }
  const addOrReport = (side: Side, at: Node, term: string, meaning: string) => {
    if (!add(side, term, meaning))
      file.report(at, 'repeated-meaning', `${quote(term)} has the meaning ${quote(meaning)} already: once is enough`)
  }

  for (const { side, terms } of mini.flatMap((node) => readSections(file, node, course, items)))
    for (const { at, term, meanings } of terms) for (const meaning of meanings) addOrReport(side, at, term, meaning)
  for (const { at, term, meanings } of twoWay.flatMap((node) => readTerms(file, node)))
    for (const meaning of meanings) {
      addOrReport('source', at, term, meaning)
      add('target', meaning, term)
    }
  const entries = (side: Side) =>
    Array.from(meaningsOf[side], ([term, meanings]) => ({ side, term, meanings: [...meanings] }))
  return inOrder({ target: entries('target'), source: entries('source') }, order)
}

/**
 * Makes one object of equal entries: the skills of a course repeat most of each other's dictionary (of 192,000 entries of
 * a Basque course 3,500 differ).
 */
export function entryPool(): (entry: DictionaryEntry) => DictionaryEntry {
  const pool = new Map<string, DictionaryEntry>()
  return (entry) => {
    const key = JSON.stringify(entry)
    const known = pool.get(key)
    if (!known) pool.set(key, entry)
    return known ?? entry
  }
}
