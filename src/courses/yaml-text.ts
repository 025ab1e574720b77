import { Document, Scalar, visit } from 'yaml'

/** What neither YAML 1.1 nor 1.2 takes as it is, or what breaks a line for one of them: it is written as an escape. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u

/** Texts that mean something to YAML 1.1 which the library does not think of. */
const RESERVED = new Set(['=', '---', '...'])

/**
 * A value of maps, lists, texts and null as YAML in block style that versions 1.1 and 1.2 read alike: texts that either
 * would take for something else (`no`, `1`, `{braces}`, `a: b`) are quoted.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && (UNPRINTABLE.test(node.value) || RESERVED.has(node.value)))
        node.type = Scalar.QUOTE_DOUBLE
    }
  })
  // JSON's escapes, in which the library writes, leave out those above ASCII.
  return document
    .toString({ lineWidth: 0 })
    .replace(new RegExp(UNPRINTABLE, 'gu'), (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** YAML moved to the right. */
export const indented = (yaml: string, spaces: number): string => yaml.replace(/^(?=.)/gm, ' '.repeat(spaces))

/**
 * Gives things as the items of a YAML list, each written but once: the skills of a course repeat most of each other's
 * dictionary (of 192,000 entries of a Basque course 3,500 differ).
 */
export function repeatedYaml<T>(toValue: (thing: T) => unknown, spaces: number): (thing: T) => string {
  const written = new Map<string, string>()
  return (thing) => {
    const key = JSON.stringify(thing)
    const text = written.get(key) ?? indented(yamlText([toValue(thing)]), spaces)
    written.set(key, text)
    return text
  }
}
