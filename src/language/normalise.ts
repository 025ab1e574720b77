/** How a language is written, as far as judging has to know. */
export interface Writing {
  /** A locale that Intl takes; `und` for a tag it refuses. */
  locale: string
  english: boolean
  /** False where words stand without spaces between them, and spaces mean nothing. */
  spaced: boolean
}

const SPACELESS_SCRIPTS = new Set(['Hani', 'Hans', 'Hant', 'Jpan', 'Khmr', 'Laoo', 'Mymr', 'Thai'])
const writings = new Map<string, Writing>()

/** How the language of this BCP 47 tag is written; courses also carry tags that are none, which pass as `und`. */
export function writingOf(language: string): Writing {
  const known = writings.get(language)
  if (known) return known
  const locale = localeOf(language)
  const writing = {
    locale: locale.toString(),
    english: locale.language === 'en',
    spaced: !SPACELESS_SCRIPTS.has(locale.maximize().script ?? '')
  }
  writings.set(language, writing)
  return writing
}

function localeOf(language: string): Intl.Locale {
  try {
    return new Intl.Locale(language)
  } catch {
    return new Intl.Locale('und')
  }
}

// Soft hyphens, byte order marks, zero-width spaces and bidi controls. The joiners U+200C and U+200D stay: they shape
// Persian and Indic words.
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** The text in NFC, without invisible marks. */
export const composed = (text: string): string => text.replace(INVISIBLE, '').normalize('NFC')

// Signs and letters of Latin and Cyrillic that are in NFC and visible, single spaces between them: most texts are tidy.
const TIDY = /^[!-~¡-¬®-ʯЀ-ҁ]+(?: [!-~¡-¬®-ʯЀ-ҁ]+)*$/

/** The text in NFC, without invisible marks, with single plain spaces and none at its ends. */
export const tidy = (text: string): string =>
  TIDY.test(text)
    ? text
    : composed(text)
        .replace(/\s{2,}|[^\S ]/g, ' ')
        .trim()

/** What all of Unicode's normalising is for; most words have none of it. */
const BEYOND_ASCII = /[^\0-\x7f]/

// Everything but letters, marks and digits; and what Unicode calls a letter or mark but nobody hears: modifier
// apostrophes, the Arabic tatweel, variation selectors.
const NOT_A_LETTER = /[[^\p{L}\p{M}\p{N}][ʹʻʼـ]\p{Variation_Selector}]/gv

// Those that NFKC leaves, because they are letters too; few keyboards have them.
const LIGATURES: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' }

/** The letters and digits of a word, their case kept: no width variants nor ligatures, ß as ss, œ as oe, one sigma. */
export function lettersOf(word: string): string {
  // Stripped first, because NFKC would make an accent of an apostrophe (´), and then of what it made.
  const letters = word.replace(NOT_A_LETTER, '')
  if (!BEYOND_ASCII.test(letters)) return letters
  return letters
    .normalize('NFKC')
    .replace(NOT_A_LETTER, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ẞ', 'SS')
    .replace(/[œŒæÆ]/g, (ligature) => LIGATURES[ligature]!)
    .replaceAll('ς', 'σ')
}

/** Letters in lower case by the rules of the locale (Turkish I is ı). */
export const foldCase = (letters: string, locale: string): string =>
  letters.toLocaleLowerCase(locale).replaceAll('ς', 'σ').normalize('NFC')

// Diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and hamzas. Not the voicing marks of kana,
// the vowel signs of Indic and Thai, nor the breve of й: those make other letters.
const ACCENT =
  /(?!(?<=[Ии])\u0306)[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]]--[\u3099\u309a]]/gv

// Strokes, which Unicode does not take apart from their letters.
const STROKES: Record<string, string> = {
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T'
}

/** Letters without their accents, the strokes of đ, ł, ø, ħ and ŧ among these. */
export const withoutAccents = (letters: string): string =>
  BEYOND_ASCII.test(letters)
    ? letters
        .normalize('NFD')
        .replace(ACCENT, '')
        .replace(/[đĐłŁøØħĦŧŦ]/g, (letter) => STROKES[letter]!)
        .normalize('NFC')
    : letters

// Hebrew points and cantillation, Arabic vowel signs; not hamzas, which make other letters.
const VOWEL_SIGN = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]/g

/** Letters as Hebrew and Arabic are mostly written: without the signs that tell their vowels. */
export const withoutVowelSigns = (letters: string): string =>
  BEYOND_ASCII.test(letters) ? letters.replace(VOWEL_SIGN, '') : letters

/** Punctuation in one spelling: apostrophes, quotes and dashes of every kind are ', " and -; spaces are gone. */
export const plainMarks = (marks: string): string =>
  marks
    .replace(/[‘’‛ʹʻʼ´`′׳]/g, "'")
    .replace(/[“”„‟«»‹›″״「」『』《》〝〞〟]/g, '"')
    .replace(/[\p{Pd}−־]/gu, '-')
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
