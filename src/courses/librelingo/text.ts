import { isCollection, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { quote } from '../report.ts'
import { tidyText } from '../tidy-text.ts'
import type { YamlFile } from './yaml-file.ts'

/**
 * A node as tidy text: as its author wrote it, whatever type YAML saw in it, in NFC and single-spaced.
 * `undefined` where there is none, which is the caller's to report, or where it can't be used, which is reported here.
 */
export function readText(file: YamlFile, node: Node | null): string | undefined {
  if (!node) return undefined
  const written = isScalar(node) ? writtenScalar(file, node) : writtenAsText(file, node)
  return written === undefined ? undefined : tidy(file, node, written)
}

/** The texts of the lists that a key was given. */
export function readTexts(file: YamlFile, lists: readonly (Node | null)[]): string[] {
  return listItems(file, lists).flatMap((item) => readText(file, item) ?? [])
}

/** The nodes of the lists that a key was given; anything else stands for a list of one. */
export function listItems(file: YamlFile, lists: readonly (Node | null)[]): Node[] {
  return lists.flatMap((list) => {
    if (isSeq(list)) return (list.items as (Node | null)[]).filter((item) => item !== null)
    if (!list || isEmpty(list)) return []
    file.report(list, 'not-a-list', 'A single value stands where a list belongs: put “- ” before it')
    return [list]
  })
}

/** Whether nothing is written where the node stands. */
export const isEmpty = (node: Node) => isScalar(node) && node.value === null && !node.source

function writtenScalar(file: YamlFile, node: Scalar): string | undefined {
  if (node.anchor || node.tag?.startsWith('!')) return unquoted(file, node)
  if (node.comment && !/^\s/.test(node.comment)) {
    const message = `YAML takes ${quote(`#${node.comment}`)} for a comment: quote the text if that belongs to it`
    file.report(node, 'unquoted-text', message)
  }
  if (typeof node.value === 'string') return node.value
  const source = node.source ?? ''
  if (source === '' || source === '~') return undefined
  file.report(node, 'not-text', `YAML reads ${source} as ${kind(node.value)}; taken as the text “${source}”: quote it`)
  return source
}

const kind = (value: unknown) =>
  value === null ? 'nothing' : typeof value === 'boolean' ? 'a truth value' : 'a number'

function writtenAsText(file: YamlFile, node: Node): string | undefined {
  if (!isCollection(node) || (node.flow && !isSeq(node))) return unquoted(file, node)
  file.report(node, 'wrong-shape', `A ${isSeq(node) ? 'list' : 'map'} stands where a text belongs: left out`)
  return undefined
}

/** What YAML took for its own marks: a map in `{braces}`, an `&anchor`, an `*alias`, a `!tag`. */
function unquoted(file: YamlFile, node: Node): string {
  const [start, end] = node.range!
  const mark = isScalar(node) ? file.text.lastIndexOf(node.anchor ? '&' : '!', start) : start
  const written = file.text.slice(mark, end)
  file.report(mark, 'unquoted-text', `${quote(written)} means something else in YAML; taken as written: quote it`)
  return written
}

function tidy(file: YamlFile, node: Node, written: string): string | undefined {
  const { text, remarks } = tidyText(written)
  for (const { code, message } of remarks) file.report(node, code, message)
  return text
}
