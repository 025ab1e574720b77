import { isMap, isScalar, type Node } from 'yaml'
import { editDistance } from '../../language/edit-distance.ts'
import { quote } from '../report.ts'
import { isEmpty } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** The keys a map may have, in the order authors write them. */
export interface Vocabulary {
  keys: readonly string[]
  /** Keys that belong elsewhere but are clear here, and what they stand for. */
  misplaced?: Readonly<Record<string, string>>
  /** Keys that LibreLingo does not have: they count only as they are written here, so that none is taken for one of its own. */
  ours?: readonly string[]
}

/** What a map gives under each known key, more than once where the key was given again. */
export type Fields = Map<string, { key: Node; value: Node | null }[]>

/** A map's fields, near misses of known keys included; every key that is not quite right is reported. */
export function readFields(file: YamlFile, node: Node | null, what: string, vocabulary: Vocabulary): Fields {
  const fields: Fields = new Map()
  if (!node || isEmpty(node)) return fields
  if (!isMap(node)) {
    file.report(node, 'wrong-shape', `${what} must be a map of ${vocabulary.keys.join(', ')}: left out`)
    return fields
  }
  let previous: string | undefined
  for (const pair of node.items) {
    const keyNode = pair.key as Node
    const written = isScalar(keyNode) ? (keyNode.source ?? '') : 'a key that is no text'
    const key = knownKey(written, vocabulary, previous)
    if (key === undefined) {
      const known = vocabulary.keys.join(', ')
      file.report(keyNode, 'unknown-key', `${what} has no ${quote(written)}: left out. Its keys are ${known}`)
      continue
    }
    if (Object.hasOwn(vocabulary.misplaced ?? {}, written))
      file.report(keyNode, 'misplaced-key', `${what} has no ${quote(written)}: taken as ${quote(key)}, write that`)
    else if (written !== key)
      file.report(keyNode, 'misspelt-key', `${quote(written)} is taken as ${quote(key)}: write that`)
    const given = fields.get(key) ?? []
    given.push({ key: keyNode, value: pair.value as Node | null })
    fields.set(key, given)
    previous = key
  }
  return fields
}

/** The value of a key that has one: the first that is not empty. */
export function single(file: YamlFile, fields: Fields, key: string): Node | null {
  const [first, ...others] = (fields.get(key) ?? []).filter(({ value }) => value && !isEmpty(value))
  for (const other of others) {
    const left = isScalar(other.value) ? quote(String(other.value.source)) : 'this one'
    reportAgain(file, key, first!.key, other.key, `${left} is left out. Is a “- ” missing?`)
  }
  return first?.value ?? null
}

/** The lists given under a key; if there are several, the reader joins them. */
export function lists(file: YamlFile, fields: Fields, key: string): (Node | null)[] {
  const [first, ...others] = fields.get(key) ?? []
  for (const other of others) reportAgain(file, key, first!.key, other.key, 'the lists are joined. Is a “- ” missing?')
  return first ? [first, ...others].map(({ value }) => value) : []
}

function reportAgain(file: YamlFile, key: string, first: Node, again: Node, outcome: string) {
  file.report(again, 'duplicate-key', `${quote(key)} is on line ${file.place(first).line} already: ${outcome}`)
}

/** The known key that a written one stands for, or undefined where it resembles none. */
export function knownKey(written: string, vocabulary: Vocabulary, previous?: string): string | undefined {
  const { keys, misplaced = {}, ours = [] } = vocabulary
  if (keys.includes(written) || ours.includes(written)) return written
  if (Object.hasOwn(misplaced, written)) return misplaced[written]
  const letters = lettersOf(written)
  const near = [...keys, ...Object.keys(misplaced)].find((key) => isNear(letters, lettersOf(key)))
  if (near !== undefined) return misplaced[near] ?? near
  // “Alternative” begins two keys of a phrase: the next one in order is meant.
  const stem = letters.replace(/s$/, '')
  const begun = stem.length < 5 ? [] : keys.filter((key) => lettersOf(key).startsWith(stem))
  return begun.find((key) => keys.indexOf(key) > keys.indexOf(previous ?? '')) ?? begun.at(-1)
}

const lettersOf = (key: string) =>
  key
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Whether two keys differ by no more than a slip: one edit in short ones, two in longer ones. */
function isNear(a: string, b: string): boolean {
  const allowed = Math.min(a.length, b.length) > 5 ? 2 : 1
  return editDistance([...a], [...b], allowed) <= allowed
}
