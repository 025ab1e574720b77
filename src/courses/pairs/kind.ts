import { tiles } from '../../language/forms.ts'
import { writingOf } from '../../language/normalise.ts'
import type { Item } from '../document.ts'

const ARTICLES = new Set(
  (
    'el la los las un una unos unas lo le les une des il i gli uno der die das ein eine o a os as um uma de het een ' +
    'the an to ett et en els ο η το ένας μια ένα ha hin an y yr'
  ).split(' ')
)

const SENTENCE_END = /[.!?…。！？]["'”’»)]*$/u

/** In a language without spaces a longer text is a phrase. */
const LONGEST_WORD = 4

/**
 * Whether a form of the language taught is a word: one word, or an article and a word (`el perro`, `to eat`), and no full
 * stop, question or exclamation mark at its end. `{post office}` is one word. Where words stand without spaces, at most
 * four characters are one.
 */
export function kindOf(form: string, language: string): Item['kind'] {
  if (SENTENCE_END.test(form)) return 'phrase'
  if (!writingOf(language).spaced) return [...form].length <= LONGEST_WORD ? 'word' : 'phrase'
  const words = tiles(form, language)
  const isWord = words.length < 2 || (words.length === 2 && ARTICLES.has(words[0]!.toLowerCase()))
  return isWord ? 'word' : 'phrase'
}
