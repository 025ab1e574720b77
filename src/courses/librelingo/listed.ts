import { normalize } from 'node:path'
import type { Node } from 'yaml'
import { type Place, quote } from '../report.ts'
import { listItems, readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** A file or folder by the path under which a `Modules` or `Skills` list names it. */
export interface Listed {
  path: string
  place: Place
}

/** The paths of a list in its order, each once. */
export function readListed(file: YamlFile, lists: readonly (Node | null)[]): Listed[] {
  const listed = new Map<string, Listed>()
  for (const node of listItems(file, lists)) {
    const text = readText(file, node)
    if (text === undefined) continue
    const path = normalize(text).replace(/\/$/, '')
    const place = file.place(node)
    const earlier = listed.get(path)
    if (earlier) file.report(node, 'listed-twice', `${quote(text)} is listed on line ${earlier.place.line} already`)
    else listed.set(path, { path, place })
  }
  return [...listed.values()]
}
