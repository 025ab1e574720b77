import type { CourseDocument, Item, Side } from '../document.ts'
import { patternFaults } from '../pattern-faults.ts'
import type { Place } from '../report.ts'
import type { FaultLog } from './fault-log.ts'
import { kindOf } from './kind.ts'
import type { Pair } from './pair.ts'
import { usableForms, usableReferences } from './texts.ts'

/** Of one side of an item: pairs that are joined could have any number. */
const MOST_FORMS = 100

/** An item's content, before its skill gives it an id. */
export type Entry = Omit<Item, 'id'>

/** A pair as an item's content; undefined, and reported, where one of its sides has no text that can be used. */
export function entryOf(pair: Pair, languages: Pick<CourseDocument, Side>, log: FaultLog): Entry | undefined {
  const { place } = pair
  const [target, source] = [usableForms(pair.target, place, log), usableForms(pair.source, place, log)]
  if (!target.length || !source.length) {
    const missing = target.length ? languages.source.name : source.length ? languages.target.name : undefined
    const message = missing === undefined ? 'No text that could be used' : `No text in ${missing}`
    log.report(place, 'missing-text', `${message}: left out; complete the entry`)
    return undefined
  }
  const entry = {
    kind: pair.kind ?? kindOf(target[0]!, languages.target.code),
    target,
    source,
    patterns: {
      target: usableReferences(pair.patterns?.target ?? []),
      source: usableReferences(pair.patterns?.source ?? [])
    },
    images: usableReferences(pair.images ?? []),
    audio: usableReferences(pair.audio ? [pair.audio] : [])[0] ?? null
  }
  return withSoundPatterns(entry, place, log)
}

function withSoundPatterns<T extends Entry>(entry: T, place: Place, log: FaultLog): T {
  const faults = patternFaults(entry)
  if (!faults.length) return entry
  for (const { code, message } of faults) log.report(place, code, `${message}: left out`)
  const sound = (side: Side) =>
    entry.patterns[side].filter((_, index) => !faults.some((fault) => fault.side === side && fault.index === index))
  return { ...entry, patterns: { target: sound('target'), source: sound('source') } }
}

/** An item with what another pair of the same main forms adds to it. */
export function joined(item: Item, entry: Entry, place: Place, log: FaultLog): Item {
  return withSoundPatterns(
    {
      ...item,
      target: union(item.target, entry.target),
      source: union(item.source, entry.source),
      patterns: {
        target: union(item.patterns.target, entry.patterns.target),
        source: union(item.patterns.source, entry.patterns.source)
      },
      images: union(item.images, entry.images),
      audio: item.audio ?? entry.audio
    },
    place,
    log
  )
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].slice(0, MOST_FORMS)
