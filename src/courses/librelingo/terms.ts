import { isMap, isSeq, type Node, type Pair } from 'yaml'
import { quote } from '../report.ts'
import { listItems, readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** A dictionary entry as its author gave it. */
export interface Term {
  at: Node
  term: string
  meanings: string[]
}

/** The entries of a dictionary's list, `- term: meaning` or `- term: [meaning, meaning]`. */
export function readTerms(file: YamlFile, list: Node | null): Term[] {
  return listItems(file, [list]).flatMap((entry) => {
    if (isMap(entry)) return entry.items.flatMap((pair) => readTerm(file, pair))
    const text = readText(file, entry)
    if (text !== undefined)
      file.report(entry, 'missing-text', `${quote(text)} has no meaning: left out; write “term: meaning”`)
    return []
  })
}

function readTerm(file: YamlFile, { key, value }: Pair): Term[] {
  const at = key as Node
  const term = readText(file, at)
  const values = isSeq(value) ? (value.items as (Node | null)[]) : [value as Node | null]
  const meanings = values.flatMap((each) => readText(file, each) ?? [])
  if (term !== undefined && meanings.length) return [{ at, term, meanings }]
  file.report(
    at,
    'missing-text',
    `${term === undefined ? 'The entry has no term' : `${quote(term)} has no meaning`}: left out`
  )
  return []
}
