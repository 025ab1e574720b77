import { segment } from './chunks.ts'
import { tidy, writingOf } from './normalise.ts'

/** More readings of one form are cut off: thirty slashes would make a billion. */
const MOST_READINGS = 200

/** The form as a learner sees it: the words of `{post office}` without braces; asides and slashes as written. */
export const displayText = (form: string): string => tidy(form.replace(/[{}]/g, ''))

/**
 * What a form can be read as, at most 200 readings; braces stay. Asides are left out or read (`(to) be`), of `a/b` one
 * word is taken, of `a / b` one phrase. The first reading is without asides and with the first alternatives.
 */
export function readings(form: string): string[] {
  const plain = tidy(form).replaceAll('（', '(').replaceAll('）', ')').replaceAll('／', '/')
  // Most forms have neither asides nor slashes.
  if (!/[(/]/.test(plain)) return plain ? [plain] : []
  // A slash between spaces divides phrases, unless it stands in an aside.
  const phrases = plain.split(/ \/ (?![^(]*\))/)
  const all = new Set<string>()
  for (const text of phrases.flatMap(withoutAndWithAsides)) {
    if (all.size >= MOST_READINGS) break
    for (const reading of oneOfEachSlash(text)) all.add(tidy(reading))
  }
  all.delete('')
  return [...all].slice(0, MOST_READINGS)
}

function withoutAndWithAsides(phrase: string): string[] {
  let texts = [phrase]
  for (;;) {
    const next = texts.flatMap((text) => readAside(text) ?? [])
    if (next.length === 0) return texts
    texts = next.slice(0, MOST_READINGS)
  }
}

/** The text without its first aside and with it, or undefined when it has none. */
function readAside(text: string): [string, string] | undefined {
  const aside = /\(([^()]*)\)/.exec(text)
  if (!aside) return undefined
  const before = text.slice(0, aside.index)
  const after = text.slice(aside.index + aside[0].length)
  const content = aside[1]!.trim().replace(/ ?\/ ?/g, '/')
  // `friend(s)` and `(s)he` have letters in parentheses, `you(plural)` a word whose space was forgotten.
  const short = content.length <= 3
  const spaced = / $/.test(before) || /^ /.test(after)
  return [
    join(before, after, spaced),
    join(join(before, content, !short || / $/.test(before)), after, !short || /^ /.test(after))
  ]
}

function join(left: string, right: string, spaced: boolean): string {
  return spaced && !/^ ?[.,:;!?…]/.test(right) ? `${left} ${right}` : left.trimEnd() + right.trimStart()
}

// A brace group belongs to the word it stands in.
const WORD = / |(?:\{[^{}]*\}|[^\s{]|\{)+/g
// Between digits it makes a fraction; two make an address.
const SLASH = /(?<![\d/])\/(?!\/)|(?<=\d)\/(?![\d/])/
const EDGES = /^([^\p{L}\p{M}\p{N}{]*)(.*?)([^\p{L}\p{M}\p{N}}]*)$/su

function oneOfEachSlash(text: string): string[] {
  let texts = ['']
  for (const [word] of text.matchAll(WORD)) {
    const [, lead = '', core = '', trail = ''] = EDGES.exec(word) ?? []
    const choices = core.split(SLASH).map((choice) => lead + choice + trail)
    texts = texts.flatMap((start) => choices.map((choice) => start + choice)).slice(0, MOST_READINGS)
  }
  return texts
}

/**
 * The form as tiles to be put in order: `{post office}` is one tile, asides are left out, of slash alternatives the
 * first is taken, punctuation at the edges of words is gone. Languages without spaces are cut by dictionary.
 */
export function tiles(form: string, language: string): string[] {
  const { locale, spaced } = writingOf(language)
  const words = (text: string) => (spaced ? text.split(' ') : segment(text, locale))
  const [reading = ''] = readings(form)
  // Every second part is the inside of a brace group.
  const parts = reading.split(/\{([^{}]*)\}/)
  return parts
    .flatMap((part, index) => (index % 2 === 1 ? [part] : words(part)))
    .map(trimPunctuation)
    .filter((tile) => /[\p{L}\p{N}\p{S}]/u.test(tile))
}

// Apostrophes stay (`students'`), and signs that are words themselves.
const EDGE_PUNCTUATION = /^[\s[\p{P}--['’‘\&@%#]]]+|[\s[\p{P}--['’‘\&@%#]]]+$/gv

const trimPunctuation = (text: string) => text.replace(EDGE_PUNCTUATION, '')
