import type { Node } from 'yaml'
import { isUuid } from '../../http/schema.ts'
import type { Item, Side } from '../document.ts'
import { patternFaults } from '../pattern-faults.ts'
import { quote } from '../report.ts'
import { type Fields, lists, single } from './fields.ts'
import { readText, readTexts } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** The keys of an entry for which LibreLingo has no words. */
export const extraKeys = ['Key', 'Patterns', 'Translation patterns', 'Audio']

/** What an entry has under these keys; what cannot be used is reported and left out. */
export function readExtras(
  file: YamlFile,
  entry: Node,
  fields: Fields,
  forms: Pick<Item, Side>
): Pick<Item, 'patterns' | 'audio'> & { key: string | undefined } {
  const texts = (key: string) => readTexts(file, lists(file, fields, key))
  const written = { target: texts('Patterns'), source: texts('Translation patterns') }
  const faults = patternFaults({ ...forms, patterns: written })
  for (const { code, message } of faults) file.report(entry, code, `${message}: left out`)
  const sound = (side: Side) =>
    written[side].filter((_, index) => !faults.some((fault) => fault.side === side && fault.index === index))
  return {
    patterns: { target: sound('target'), source: sound('source') },
    audio: readText(file, single(file, fields, 'Audio')) ?? null,
    key: readKey(file, single(file, fields, 'Key'))
  }
}

function readKey(file: YamlFile, node: Node | null): string | undefined {
  const key = readText(file, node)?.toLowerCase()
  if (key === undefined || isUuid(key)) return key
  file.report(node!, 'unusable-value', `The Key ${quote(key)} is no UUID: one made of the forms is used`)
  return undefined
}
