import { lettersOf, withoutAccents } from './normalise.ts'

/** The letters and digits of a text in lower case, of punctuation alone the text: what makes two prompts the same question. */
export const plain = (text: string): string => lettersOf(text).toLowerCase() || text.trim()

/**
 * The same without accents: what two options must differ in. Coarser than what the judge forgives, so that nothing which
 * might pass as right is offered as wrong.
 */
export const loose = (text: string): string => withoutAccents(plain(text))
