import type { CourseDocument, DictionaryEntry, Side } from '../document.ts'
import { indented, repeatedYaml, yamlText } from '../yaml-text.ts'
import { sectionNames } from './sections.ts'

/** Gives a dictionary's entry as YAML, indented for a Mini-dictionary. */
export type EntryYaml = (entry: DictionaryEntry) => string

/** Writes the entries of a course's dictionaries. */
export const entryWriter = (): EntryYaml => repeatedYaml(({ term, meanings }) => mapOf(term, meanings), 4)

/** A tidy dictionary as a Mini-dictionary. */
export function dictionaryYaml(
  course: Pick<CourseDocument, Side>,
  entries: readonly DictionaryEntry[],
  entryYaml: EntryYaml
): string {
  const [target, source] = sectionNames(course)
  const section = (name: string, side: Side) => {
    const texts = entries.filter((entry) => entry.side === side).map(entryYaml)
    return texts.length > 0 ? [indented(heading(name), 2), ...texts] : [indented(yamlText(mapOf(name, [])), 2)]
  }
  return ['Mini-dictionary:\n', ...section(target, 'target'), ...section(source, 'source')].join('')
}

/** A key as YAML, with its value to follow. */
const heading = (name: string) => yamlText(mapOf(name, null)).replace(/ null\n$/, '\n')

// In an object the terms `1` and `__proto__` would not stay where and what they are.
const mapOf = (key: string, value: unknown) => new Map([[key, value]])
