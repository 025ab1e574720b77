import type { Node } from 'yaml'
import type { Item } from '../document.ts'
import { freeItemId, itemId } from '../identity.ts'
import { type Fault, fault, type Place, quote } from '../report.ts'
import type { Entry } from './entry.ts'
import type { YamlFile } from './yaml-file.ts'

/** An entry, and the node that it was read from. */
export interface LocatedEntry extends Entry {
  node: Node
}

/** An item, and where it stands, for what compares items with one another. */
export interface LocatedItem {
  item: Item
  place: Place
  /** Whether its author gave it its id. */
  isKeyed: boolean
}

/** The entries of a skill under their ids; two with the same main forms are one item, unless their keys tell them apart. */
export function identified(
  file: YamlFile,
  entries: readonly LocatedEntry[],
  course: string,
  skill: string
): LocatedItem[] {
  const items = new Map<string, LocatedItem>()
  for (const { node, key, ...entry } of entries) {
    const made = itemId(course, skill, entry.target[0]!, entry.source[0]!)
    const id = key ?? made
    const place = file.place(node)
    const earlier = items.get(id + made)
    if (earlier) {
      const what = `${quote(entry.target[0]!)} – ${quote(entry.source[0]!)}`
      file.report(node, 'duplicate-item', `${what} is on line ${earlier.place.line} already: the two are joined`)
      earlier.item = joined(earlier.item, entry)
    } else items.set(id + made, { item: { id, ...entry }, place, isKeyed: key !== undefined })
  }
  return [...items.values()]
}

const joined = (item: Item, entry: Omit<Item, 'id'>): Item => ({
  ...item,
  target: union(item.target, entry.target),
  source: union(item.source, entry.source),
  patterns: {
    target: union(item.patterns.target, entry.patterns.target),
    source: union(item.patterns.source, entry.patterns.source)
  },
  images: union(item.images, entry.images),
  audio: item.audio ?? entry.audio
})

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])]

/**
 * Gives another id to every item of a course whose own is taken, by a key that was copied with its entry or by that of an
 * entry which had these main forms before. An author's keys come first, and so keep learners' progress where it is.
 */
export function settleIds(
  skills: readonly { skill: { slug: string }; items: LocatedItem[] }[],
  course: string
): Fault[] {
  const taken = new Map<string, Place>()
  const items = skills.flatMap(({ skill, items }) => items.map((located) => ({ located, skill: skill.slug })))
  return [true, false].flatMap((keyed) =>
    items.flatMap(({ located: { item, place, isKeyed }, skill }) => {
      if (isKeyed !== keyed) return []
      const earlier = taken.get(item.id)
      const key = item.id
      if (earlier) item.id = freeItemId(taken, course, skill, item.target[0]!, item.source[0]!)
      taken.set(item.id, place)
      const message = `The Key ${key} is that of the entry in ${earlier?.file}:${earlier?.line} already: another is made here`
      return earlier ? [fault(place, 'unusable-value', message)] : []
    })
  )
}
