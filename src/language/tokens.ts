import { chunksByDictionary, LETTERS, remembering, slices, withInnerSpaces } from './chunks.ts'
import { letterBits, typoAllowance } from './edit-distance.ts'
import { foldCase, lettersOf, plainMarks, tidy, withoutAccents, writingOf } from './normalise.ts'

/** One word of an answer: a run of letters or digits, with the punctuation that stands at it. */
export interface Token {
  /** Counts the distinct tokens of one reader. */
  id: number
  /** As written, its punctuation included. */
  text: string
  /** Letters only (and the point of a decimal number), in the case they have. */
  letters: string
  /** Letters only, case folded: what makes two tokens the same word. */
  key: string
  /** The key without accents. */
  bare: string
  /** The code points of `bare`, by which typos are counted. */
  points: readonly string[]
  /** The same as `letterBits`. */
  bits: number
  /** How many edits may be a typo of it. */
  allowance: number
  /** Its punctuation, unified; without a full stop at the end of the text. */
  marks: string
  /** Follows the token before it without a space: the `t` of `don't`. */
  glued: boolean
}

// Hyphens and apostrophes separate: m'appelle and t'appelle differ in a whole word, not in one letter of a long one.
const WORD = /[[\p{L}\p{N}]--[ʹʻʼ]](?:[[\p{L}\p{M}\p{N}\u200c\u200d]--[ʹʻʼ]]|(?<=\p{N})[.,:](?=\p{N}))*/gv
const LETTER = /[[\p{L}\p{N}]--[ʹʻʼ]]/v
// Not in front of three digits, where it parts thousands: 1,000 is 1000, but 1.5 is not 15.
const DECIMAL_POINT = /(?<=\p{N})[.,:](?=\p{N})(?!\p{N}{3}(?!\p{N}))/v
/** Most words: small letters, which are written as they are folded in every language. Without ß, æ and the final sigma. */
const SIMPLE = /^[a-zà-åç-öø-ÿά-ία-ρσ-ώа-џ]+$/
const FINAL_STOPS = /[.。।۔]+$/

/** True when the text holds a word: a letter or a digit. */
export const hasWord = (text: string): boolean => LETTER.test(text)

/** The folded words of texts, each once. */
export function knownTokens(texts: Iterable<string>, language: string): Set<string> {
  const read = tokenReader(language)
  const keys = new Set<string>()
  for (const text of texts) if (hasWord(text)) for (const { key } of read(text)) keys.add(key)
  return keys
}

/**
 * A function that splits texts of one language into tokens; equal tokens are one object. Text of nothing but
 * punctuation is a single token, empty text none. In languages without spaces neither these nor punctuation change
 * the words.
 */
export function tokenReader(language: string): (text: string) => Token[] {
  const { locale, spaced } = writingOf(language)
  const tokens = new Map<string, Token>()
  let count = 0

  function newToken(text: string, glued: boolean, last: boolean): Token {
    const simple = SIMPLE.test(text)
    const letters = simple ? text : text.split(DECIMAL_POINT).map(lettersOf).join('.') || plainMarks(text)
    const key = simple ? text : foldCase(letters, locale)
    const bare = withoutAccents(key)
    const marks = simple ? '' : plainMarks((last ? text.replace(FINAL_STOPS, '') : text).replace(LETTERS, ''))
    const points = [...bare]
    const [bits, allowance] = [letterBits(points), typoAllowance(points)]
    return {
      id: count++,
      text: text.replaceAll('\u00a0', ' '),
      letters,
      key,
      bare,
      points,
      bits,
      allowance,
      marks,
      glued
    }
  }

  function token(text: string, glued: boolean, last: boolean): Token {
    const name = `${glued ? 1 : 0}${last ? 1 : 0}${text}`
    const known = tokens.get(name)
    if (known) return known
    const made = newToken(text, glued, last)
    tokens.set(name, made)
    return made
  }

  function tokensOf(chunk: string, last: boolean): Token[] {
    if (SIMPLE.test(chunk)) return [token(chunk, false, false)]
    const starts = spaced ? Array.from(chunk.matchAll(WORD), ({ index }) => index) : []
    const words = slices(chunk, starts.slice(1))
    return words.map((word, index) => token(word, index > 0, last && index === words.length - 1))
  }

  const seen = remembering((chunk) => tokensOf(chunk, false))
  const lastOf = (chunk: string) => (FINAL_STOPS.test(chunk) ? tokensOf(chunk, true) : seen(chunk, 0, chunk.length))

  function bySpaces(text: string): Token[] {
    const all: Token[] = []
    let start = 0
    for (let end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
      const some = seen(text, start, end)
      if (some.length === 1) all.push(some[0]!)
      else for (const token of some) all.push(token)
      start = end + 1
    }
    return all.concat(lastOf(text.slice(start)))
  }

  return (text) => {
    const clean = tidy(text)
    if (clean === '') return []
    if (spaced) return bySpaces(withInnerSpaces(clean))
    const chunks = chunksByDictionary(clean, locale)
    return chunks.flatMap((chunk, n) => (n === chunks.length - 1 ? lastOf(chunk) : seen(chunk, 0, chunk.length)))
  }
}
