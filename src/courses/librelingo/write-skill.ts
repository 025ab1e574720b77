import type { CourseDocument, Item, Side, Skill } from '../document.ts'
import { itemId, partId } from '../identity.ts'
import { yamlText } from '../yaml-text.ts'
import { orderOf } from './order.ts'
import { dictionaryYaml, type EntryYaml } from './write-dictionary.ts'

type Head = Pick<CourseDocument, 'slug' | Side>

/**
 * A tidy skill as the YAML of its file. What LibreLingo asks for is there, even where it is empty, and what it has no word
 * for is there only where reading the rest would not give it.
 * @param slug the one that the file's name gives
 * @param entryYaml the course's `entryWriter`
 */
export function skillYaml(course: Head, skill: Skill, slug: string, entryYaml: EntryYaml): string {
  const { words = [], phrases = [] } = Object.groupBy(skill.items, ({ kind }) =>
    kind === 'word' ? 'words' : 'phrases'
  )
  const write = (item: Item) => entry(course, skill.slug, item)
  const itemOrder = orderOf(
    skill.items.map(({ kind }) => kind),
    ['word', 'phrase']
  )
  const dictionaryOrder = orderOf(
    skill.dictionary.map(({ side }) => side),
    ['target', 'source']
  )
  const rest = yamlText({
    Skill: {
      Name: skill.name,
      Id: partId(course.slug, 'skill', skill.slug),
      ...(slug !== skill.slug && { Slug: skill.slug }),
      ...list('Thumbnails', skill.images)
    },
    'New words': words.map(write),
    Phrases: phrases.map(write),
    ...(itemOrder && { 'Item order': itemOrder }),
    ...(dictionaryOrder && { 'Dictionary order': dictionaryOrder })
  })
  return skill.dictionary.length > 0 ? rest + dictionaryYaml(course, skill.dictionary, entryYaml) : rest
}

const keys = {
  word: { target: ['Word', 'Synonyms'], source: ['Translation', 'Also accepted'] },
  phrase: { target: ['Phrase', 'Alternative versions'], source: ['Translation', 'Alternative translations'] }
} as const

function entry(course: Head, skill: string, { id, kind, target, source, patterns, images, audio }: Item): object {
  const forms = (side: Side, [main, ...others]: readonly string[]) => ({
    [keys[kind][side][0]]: main,
    ...list(keys[kind][side][1], others)
  })
  return {
    ...forms('target', target),
    ...forms('source', source),
    ...list('Images', images),
    ...list('Patterns', patterns.target),
    ...list('Translation patterns', patterns.source),
    ...(audio !== null && { Audio: audio }),
    ...(id !== itemId(course.slug, skill, target[0]!, source[0]!) && { Key: id })
  }
}

const list = (key: string, texts: readonly string[]) => texts.length > 0 && { [key]: texts }
