import type { CourseDocument, DictionaryEntry, Side } from '../document.ts'
import { yamlText } from '../yaml-text.ts'
import { sectionNames } from './sections.ts'

/** Gives a dictionary's entry as YAML, indented for a Mini-dictionary. */
export type EntryYaml = (entry: DictionaryEntry) => string

/**
 * Writes each entry once: the skills of a course repeat most of each other's dictionary (of 192,000 entries of a Basque
 * course 3,500 differ).
 */
export function entryWriter(): EntryYaml {
  const written = new Map<string, string>()
  return ({ term, meanings }) => {
    const key = JSON.stringify([term, meanings])
    const known = written.get(key)
    if (known !== undefined) return known
    const text = indented(indented(yamlText([mapOf(term, meanings)])))
    written.set(key, text)
    return text
  }
}

/** A tidy dictionary as a Mini-dictionary. */
export function dictionaryYaml(
  course: Pick<CourseDocument, Side>,
  entries: readonly DictionaryEntry[],
  entryYaml: EntryYaml
): string {
  const [target, source] = sectionNames(course)
  const section = (name: string, side: Side) => {
    const texts = entries.filter((entry) => entry.side === side).map(entryYaml)
    return texts.length > 0 ? [indented(heading(name)), ...texts] : [indented(yamlText(mapOf(name, [])))]
  }
  return ['Mini-dictionary:\n', ...section(target, 'target'), ...section(source, 'source')].join('')
}

/** A key as YAML, with its value to follow. */
const heading = (name: string) => yamlText(mapOf(name, null)).replace(/ null\n$/, '\n')

// In an object the terms `1` and `__proto__` would not stay where and what they are.
const mapOf = (key: string, value: unknown) => new Map([[key, value]])

const indented = (yaml: string) => yaml.replace(/^(?=.)/gm, '  ')
