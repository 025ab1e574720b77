import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { YamlFile } from '../librelingo/yaml-file.ts'
import { quote } from '../report.ts'
import type { Path } from './paths.ts'

/**
 * A YAML file as the JSON value that it stands for, in which whatever is not null is a text: a course document has nothing
 * else. What YAML takes for a number or a truth value is reported and kept as written.
 */
export function plainValue(file: YamlFile, node: Node | null = file.root): unknown {
  if (node === null) return null
  if (isSeq(node)) return node.items.map((item) => plainValue(file, item as Node | null))
  if (isMap(node)) return mapOf(file, node)
  if (!isScalar(node)) {
    file.report(node, 'wrong-shape', 'An alias stands for what is written elsewhere: write it here')
    return null
  }
  if (typeof node.value === 'string') return node.value
  if (node.value === null) return null
  const source = node.source ?? ''
  file.report(node, 'not-text', `YAML does not read ${source} as a text: taken as “${source}”, quote it`)
  return source
}

function mapOf(file: YamlFile, node: Node & { items: { key: unknown; value: unknown }[] }): object {
  const fields = new Map<string, unknown>()
  for (const { key, value } of node.items) {
    const name = keyOf(key)
    if (fields.has(name)) {
      file.report(key as Node, 'duplicate-key', `${quote(name)} is given twice: the first counts, take one out`)
    } else fields.set(name, plainValue(file, value as Node | null))
  }
  return Object.fromEntries(fields)
}

const keyOf = (key: unknown) => (isScalar(key) ? (key.source ?? String(key.value)) : String(key))

/** Where the value of a path begins or, if there is none, the nearest that holds it. */
export function offsetOf(file: YamlFile, path: Path): number {
  let node = file.root
  let offset = node?.range?.[0] ?? 0
  for (const part of path) {
    const child: Node | null | undefined = isSeq(node)
      ? (node.items[Number(part)] as Node | null)
      : isMap(node)
        ? (node.items.find(({ key }) => keyOf(key) === part)?.value as Node | null)
        : undefined
    if (!child) break
    node = child
    offset = node.range?.[0] ?? offset
  }
  return offset
}
