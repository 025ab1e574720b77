import type { Side } from '../document.ts'
import { languageNamed } from '../languages.ts'
import type { Language } from './languages.ts'

/** What a column of a table or a field of a note holds. */
export type Role =
  | Side
  | `${Side} ${'alternatives' | 'patterns'}`
  | 'unit'
  | 'skill'
  | 'kind'
  | 'images'
  | 'audio'
  | 'note'

/** Those first in a list are preferred: of `Word` and `Sentence` the word is taught. */
const sideNames: Record<Side, readonly string[]> = {
  target: [
    ...['target', 'target text', 'target language', 'learning', 'foreign', 'l2', 'word', 'term', 'vocabulary', 'vocab'],
    ...['expression', 'phrase', 'kanji', 'hanzi', 'simplified', 'front', 'question', 'sentence', 'text']
  ],
  source: [
    ...['source', 'source text', 'source language', 'native', 'l1', 'translation', 'meaning', 'definition', 'gloss'],
    ...['back', 'answer', 'sentence translation', 'back extra', 'extra']
  ]
}

const otherNames: Partial<Record<Role, readonly string[]>> = {
  unit: ['unit', 'module', 'chapter'],
  skill: ['skill', 'lesson', 'topic', 'category'],
  kind: ['kind', 'type', 'word or phrase'],
  images: ['images', 'image', 'picture', 'pictures'],
  audio: ['audio', 'sound', 'pronunciation'],
  note: ['note', 'notes', 'comment', 'comments', 'remark'],
  'target alternatives': ['synonyms', 'reading', 'kana', 'hiragana', 'furigana'],
  'source alternatives': ['also accepted']
}

/**
 * Which column has what, by their names, and the languages that these tell of. Where no other name tells the two columns of
 * texts, the first that is named after a language has the one taught.
 * @param given languages that are known already, and whose columns so are
 */
export function namedColumns(
  names: readonly string[],
  given: Partial<Record<Side, Language>>
): { roles: Partial<Record<Role, number>>; languages: Partial<Record<Side, Language>> } {
  const known = columnRoles(names, given)
  const taken = Object.values(known)
  const free = names.flatMap((name, column) => (taken.includes(column) ? [] : (languageNamed(name) ?? [])))
  const languages = {
    target: given.target ?? (known.target === undefined ? free.shift() : undefined),
    source: given.source ?? (known.source === undefined ? free.shift() : undefined)
  }
  return { roles: columnRoles(names, languages), languages }
}

/**
 * Which column has which role, by their headers: the names above, and the languages' names and codes. Each role is given
 * to the column whose name comes first among the role's, and no column has two.
 */
function columnRoles(
  headers: readonly string[],
  languages: Partial<Record<Side, Language>>
): Partial<Record<Role, number>> {
  const plain = headers.map(plainName)
  const roles: Partial<Record<Role, number>> = {}
  for (const [role, names] of namesByRole(languages)) {
    const name = names.find((each) => plain.includes(each))
    const column = name === undefined ? -1 : plain.indexOf(name)
    if (column >= 0 && !Object.values(roles).includes(column)) roles[role] = column
  }
  return roles
}

function namesByRole(languages: Partial<Record<Side, Language>>): [Role, readonly string[]][] {
  const sides = (['target', 'source'] as const).map((side) => {
    const language = languages[side]
    const own = language ? [language.name, language.code, language.code.split('-')[0]!].map(plainName) : []
    return { side, names: [side, ...own, ...sideNames[side]] }
  })
  const all = sides.flatMap(({ side, names }) => [
    [side, names] as [Role, readonly string[]],
    ...(['alternatives', 'patterns'] as const).map((what): [Role, readonly string[]] => {
      const role = `${side} ${what}` as const
      const named = names.flatMap((name) => [`${name} ${what}`, `${name} ${what.slice(0, -1)}`])
      return [role, [...named, ...(otherNames[role] ?? [])]]
    })
  ])
  const others = (['unit', 'skill', 'kind', 'images', 'audio', 'note'] as const).map(
    (role): [Role, readonly string[]] => [role, otherNames[role]!]
  )
  return [...all, ...others]
}

/** A header as headers are compared: its letters and digits in lower case, without marks, single-spaced. */
const plainName = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
