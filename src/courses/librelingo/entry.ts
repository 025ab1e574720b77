import { isSeq, type Node } from 'yaml'
import type { Item } from '../document.ts'
import { quote } from '../report.ts'
import { extraKeys, readExtras } from './entry-extras.ts'
import { lists, readFields, single, type Vocabulary } from './fields.ts'
import { readText, readTexts } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** An item's content, before its skill gives it an id, and the one that its author may have given it. */
export type Entry = Omit<Item, 'id'> & { key: string | undefined }

const forms = {
  word: { target: ['Word', 'Synonyms'], source: ['Translation', 'Also accepted'] },
  phrase: { target: ['Phrase', 'Alternative versions'], source: ['Translation', 'Alternative translations'] }
} as const

const vocabularies: Record<Item['kind'], Vocabulary> = {
  word: {
    keys: [...forms.word.target, ...forms.word.source, 'Images'],
    ours: extraKeys,
    misplaced: {
      Phrase: 'Word',
      'Alternative versions': 'Synonyms',
      'Alternative translations': 'Also accepted'
    }
  },
  phrase: {
    keys: [...forms.phrase.target, ...forms.phrase.source, 'Images'],
    ours: extraKeys,
    misplaced: {
      Word: 'Phrase',
      Synonyms: 'Alternative versions',
      'Also accepted': 'Alternative translations'
    }
  }
}

/** One entry of `New words` or `Phrases`; undefined, and reported, where one of its sides has no main form. */
export function readEntry(file: YamlFile, node: Node, kind: Item['kind']): Entry | undefined {
  const fields = readFields(file, node, kind === 'word' ? 'A word' : 'A phrase', vocabularies[kind])
  if (!fields.size) return undefined

  const read = ([main, others]: readonly [string, string]) => {
    const [first, ...rest] = readMain(file, single(file, fields, main))
    if (first !== undefined)
      return distinct(file, node, [first, ...rest, ...readTexts(file, lists(file, fields, others))])
    file.report(node, 'missing-text', `The ${kind} has no ${main}: left out; give it one`)
    return undefined
  }
  const target = read(forms[kind].target)
  const source = read(forms[kind].source)
  if (!target || !source) return undefined
  const images = readTexts(file, lists(file, fields, 'Images'))
  return { kind, target, source, images, ...readExtras(file, node, fields, { target, source }) }
}

function readMain(file: YamlFile, node: Node | null): string[] {
  if (isSeq(node)) {
    const message = 'A list stands where one text belongs: its first counts, the others as alternatives'
    file.report(node, 'list-for-text', message)
    return readTexts(file, [node])
  }
  const text = readText(file, node)
  return text === undefined ? [] : [text]
}

function distinct(file: YamlFile, node: Node, texts: readonly string[]): string[] {
  const kept = new Set<string>()
  for (const text of texts) {
    if (kept.has(text)) file.report(node, 'repeated-form', `${quote(text)} is given twice: one is enough`)
    kept.add(text)
  }
  return [...kept]
}
