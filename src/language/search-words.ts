import { withoutAccents } from './normalise.ts'
import { hasWord, tokenReader } from './tokens.ts'

/** Nobody types more of a word. */
const LONGEST = 100

// Signs that are looked for as words are; among them are the wildcards of SQL, which mean themselves here.
const SIGN = /[\p{Sc}\p{Sm}\p{So}%_&@#*]/gu

// Letters with a stroke, which Unicode doesn't take for an accent, and the two that some alphabets make of i.
const PLAIN: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i' }

/**
 * A function that gives the words of texts in one language as a search compares them: in order, without case, accents
 * and punctuation, at most 100 characters of each. No word has a space in it.
 */
export function searchWordReader(language: string): (text: string) => string[] {
  const read = tokenReader(language)
  return (text) =>
    read(text).flatMap(({ text, bare }) => [...(hasWord(text) ? [folded(bare)] : []), ...(text.match(SIGN) ?? [])])
}

function folded(bare: string): string {
  const plain = withoutAccents(bare.replace(/[łøđħŧı]/g, (letter) => PLAIN[letter]!))
  return plain.length > LONGEST ? [...plain].slice(0, LONGEST).join('') : plain
}
