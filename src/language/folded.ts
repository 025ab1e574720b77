import { tokenReader } from './tokens.ts'

/**
 * The words of a text alone, their case folded by its language: texts that differ in case, punctuation, apostrophes or
 * the kind and number of spaces give the same. Accents count.
 */
export const foldedWords = (text: string, language: string): string =>
  tokenReader(language)(text)
    .map(({ key }) => key)
    .join(' ')
