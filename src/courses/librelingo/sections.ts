import { isMap, type Node } from 'yaml'
import type { CourseDocument, Item, Side } from '../document.ts'
import { quote } from '../report.ts'
import { knownKey } from './fields.ts'
import { readTerms, type Term } from './terms.ts'
import { isEmpty, readText } from './text.ts'
import { wordsOf } from './words.ts'
import type { YamlFile } from './yaml-file.ts'

/** A language's part of a Mini-dictionary. */
export interface Section {
  side: Side
  terms: Term[]
}

type Forms = Pick<Item, Side>

/** The sections of a Mini-dictionary. One that bears neither language's name goes to the side its words belong to. */
export function readSections(
  file: YamlFile,
  node: Node | null,
  course: Pick<CourseDocument, Side>,
  items: readonly Forms[]
): Section[] {
  if (!node || isEmpty(node)) return []
  const names = sectionNames(course)
  if (!isMap(node)) {
    file.report(node, 'wrong-shape', `A Mini-dictionary is a map of ${names.join(' and ')}: left out`)
    return []
  }
  const named = node.items.map((pair) => {
    const key = pair.key as Node
    const written = readText(file, key) ?? ''
    const name = knownKey(written, { keys: names })
    const side = name === undefined ? undefined : sides[names.indexOf(name)]
    return { key, written, side, terms: readTerms(file, pair.value as Node | null) }
  })
  const taken = named.flatMap(({ side }) => side ?? [])
  const seen = new Set<Side>()
  return named.map(({ key, written, side: bySpelling, terms }) => {
    const side = bySpelling ?? guessSide(terms, taken, items)
    const name = names[sides.indexOf(side)]!
    if (written !== name)
      file.report(key, 'dictionary-language', `${quote(written)} is taken as ${quote(name)}, as course.yaml names it`)
    if (seen.has(side)) file.report(key, 'duplicate-key', `A second section of ${quote(name)}: the two are joined`)
    seen.add(side)
    return { side, terms }
  })
}

const sides = ['target', 'source'] as const

/** What a Mini-dictionary calls its sides: the languages' names or, where these are the same, “target” and “source”. */
export const sectionNames = ({ target, source }: Pick<CourseDocument, Side>): [target: string, source: string] =>
  target.name === source.name ? ['target', 'source'] : [target.name, source.name]

/** The side that no section is named after or, where that leaves a choice, the one whose words the section explains. */
function guessSide(terms: readonly Term[], taken: readonly Side[], items: readonly Forms[]): Side {
  const [free, ...others] = sides.filter((side) => !taken.includes(side))
  if (free && !others.length) return free
  const explained = (side: Side) => {
    const words = new Set(items.flatMap((item) => item[side].flatMap(wordsOf)))
    return terms.flatMap(({ term }) => wordsOf(term)).filter((word) => words.has(word)).length
  }
  return explained('source') > explained('target') ? 'source' : 'target'
}
