import { isScalar, type Node } from 'yaml'
import type { CourseDocument, Item, Skill } from '../document.ts'
import { type Place, quote } from '../report.ts'
import { readDictionary } from './dictionary.ts'
import { readEntry } from './entry.ts'
import { lists, readFields, single } from './fields.ts'
import { readSlug } from './given-slug.ts'
import { identified, type LocatedEntry, type LocatedItem } from './items.ts'
import { inOrder } from './order.ts'
import { listItems, readText, readTexts } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** A skill, and where its parts stand, for the checks that compare skills. */
export interface LocatedSkill {
  skill: Skill
  namedAt: Place
  id?: { text: string; place: Place }
  items: LocatedItem[]
}

const fileVocabulary = {
  keys: ['Skill', 'New words', 'Phrases', 'Mini-dictionary', 'Two-way-dictionary', 'New Characters'],
  misplaced: { Words: 'New words', Dictionary: 'Mini-dictionary' },
  ours: ['Item order', 'Dictionary order']
}

const headVocabulary = { keys: ['Id', 'Name', 'Thumbnails'], ours: ['Slug'] }

/**
 * One skill's file as a skill of the course.
 * @param slugFor gives a slug that is free in the course, the author's own if possible
 */
export function readSkill(
  file: YamlFile,
  slugFor: (given: string | undefined) => string,
  course: Pick<CourseDocument, 'slug' | 'target' | 'source'>,
  introduction: string | null
): LocatedSkill {
  const fields = readFields(file, file.root, 'A skill file', fileVocabulary)
  const nodes = (key: string) => lists(file, fields, key)
  const head = readFields(file, single(file, fields, 'Skill'), '“Skill”', headVocabulary)
  const slug = slugFor(readSlug(file, single(file, head, 'Slug')))
  const nameNode = single(file, head, 'Name')
  const name = readText(file, nameNode)
  if (name === undefined) file.report(0, 'missing-name', `The skill has no Name: shown as ${quote(slug)}`)

  const words = readEntries(file, nodes('New words'), 'word')
  const phrases = readEntries(file, nodes('Phrases'), 'phrase')
  const order = (key: string) => readTexts(file, nodes(key))
  const entries = inOrder({ word: words, phrase: phrases }, order('Item order'))
  const items = identified(file, entries, course.slug, slug)
  const skill: Skill = {
    slug,
    name: name ?? slug,
    introduction,
    images: readTexts(file, lists(file, head, 'Thumbnails')),
    items: items.map(({ item }) => item),
    dictionary: readDictionary(
      file,
      { mini: nodes('Mini-dictionary'), twoWay: nodes('Two-way-dictionary'), order: order('Dictionary order') },
      course,
      entries
    )
  }
  if (!items.length && !skill.dictionary.length)
    file.report(0, 'empty-skill', 'The skill has nothing to learn: kept as it is')
  const characters = listItems(file, nodes('New Characters'))
  if (characters.length) file.report(characters[0]!, 'not-kept', 'New Characters are not read: left out')
  reportCurlyApostrophes(file)
  return { skill, namedAt: file.place(nameNode ?? 0), id: readId(file, single(file, head, 'Id')), items }
}

/** Ids are of no use here, since a slug names a skill; they are read for what is wrong with them. */
function readId(file: YamlFile, node: Node | null): LocatedSkill['id'] {
  if (!isScalar(node)) return undefined
  if (typeof node.value === 'number')
    file.report(node, 'integer-id', `The Id ${node.source} is a number, easily given twice: a UUID is safer`)
  return { text: String(node.source), place: file.place(node) }
}

function readEntries(file: YamlFile, lists: readonly (Node | null)[], kind: Item['kind']): LocatedEntry[] {
  return listItems(file, lists).flatMap((node) => {
    const entry = readEntry(file, node, kind)
    return entry ? [{ ...entry, node }] : []
  })
}

function reportCurlyApostrophes(file: YamlFile) {
  const found = [...file.text.matchAll(/^[^#\n]*?\p{L}(?=’\p{L})/gmu)]
  const [first] = found
  if (!first) return
  const message = `${found.length} of the file's lines have ’ (U+2019) for an apostrophe: kept, answers may use either`
  file.report(first.index + first[0].length, 'curly-apostrophe', message)
}
