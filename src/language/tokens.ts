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
const STOPS = '.。।۔'
const FINAL_STOPS = new RegExp(`[${STOPS}]+$`)

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
  /** By text, of those at the end and those not, those glued to what is before them and those not. */
  const tokens = Array.from({ length: 4 }, () => new Map<string, Token>())
  let count = 0

  function newToken(text: string, glued: boolean, last: boolean): Token {
    const simple = SIMPLE.test(text)
    const letters = simple ? text : text.split(DECIMAL_POINT).map(lettersOf).join('.') || plainMarks(text)
    const key = simple ? text : foldCase(letters, locale)
    const bare = withoutAccents(key)
    const marks = simple ? '' : plainMarks((last ? text.replace(FINAL_STOPS, '') : text).replace(LETTERS, ''))
    // Those of a simple word are one code unit each.
    const points = simple ? bare.split('') : [...bare]
    const [bits, allowance] = [letterBits(points), typoAllowance(points)]
    return {
      id: count++,
      text: simple ? text : text.replaceAll('\u00a0', ' '),
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
    const alike = tokens[(glued ? 1 : 0) + (last ? 2 : 0)]!
    const known = alike.get(text)
    if (known) return known
    const made = newToken(text, glued, last)
    alike.set(text, made)
    return made
  }

  function tokensOf(chunk: string, last: boolean): Token[] {
    // Between spaces, `pieces` remembers it.
    if (SIMPLE.test(chunk)) return [spaced ? newToken(chunk, false, false) : token(chunk, false, false)]
    const starts = spaced ? Array.from(chunk.matchAll(WORD), ({ index }) => index) : []
    const words = slices(chunk, starts.slice(1))
    return words.map((word, index) => token(word, index > 0, last && index === words.length - 1))
  }

  const pieces = remembering((chunk) => tokensOf(chunk, false))

  function bySpaces(text: string): Token[] {
    if (!STOPS.includes(text.at(-1)!)) return pieces(text)
    const last = text.lastIndexOf(' ')
    return [...(last < 0 ? [] : pieces(text, last)), ...tokensOf(text.slice(last + 1), true)]
  }

  return (text) => {
    const clean = tidy(text)
    if (clean === '') return []
    if (spaced) return bySpaces(withInnerSpaces(clean))
    const chunks = chunksByDictionary(clean, locale)
    return chunks.flatMap((chunk, n) => tokensOf(chunk, n === chunks.length - 1))
  }
}
