// Scripts written without spaces: their phrases don't fall into words this way.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const EDGES = /^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu

/** The words of a form in lower case, without marks and punctuation: what a dictionary is asked for. */
export function wordsOf(form: string): string[] {
  return form
    .replaceAll('’', "'")
    .toLowerCase()
    .split(/[\s/{}()]+/)
    .map((word) => word.replace(EDGES, ''))
    .filter((word) => /\p{L}/u.test(word) && !UNSPACED.test(word))
}
