/** Runs of letters. */
export const LETTERS = /[[\p{L}\p{M}\p{N}]--[ʹʻʼ]]+/gv

// A space on the way to nothing but punctuation, or from it at the start.
const INNER_SPACE = / (?=[^[[\p{L}\p{N}]--[ʹʻʼ]] ]+(?: |$))|(?<=^[^[[\p{L}\p{N}]--[ʹʻʼ]]]+) /gv

// In a text without any no space is inner: all that is neither a space nor surely a letter.
const MAYBE_PUNCTUATION = /[^ \dA-Za-zÀ-ÖØ-öø-ʯΆΈ-ϵϷ-ҁ]/

/**
 * Where the text is to be cut at spaces; punctuation that stands alone (`Ça va ?`) goes with the word before it, or with the
 * first, over a no-break space.
 */
export const withInnerSpaces = (text: string): string =>
  MAYBE_PUNCTUATION.test(text) ? text.replace(INNER_SPACE, '\u00a0') : text

const segmenters = new Map<string, Intl.Segmenter>()

/** Cuts text into words by the dictionary of the language, what stands between them being pieces too. */
export function segment(text: string, locale: string): string[] {
  const segmenter = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' })
  segmenters.set(locale, segmenter)
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Cuts the bare letters, so that spaces and punctuation cannot move a boundary; they go to the word before them. */
export function chunksByDictionary(text: string, locale: string): string[] {
  const runs = Array.from(text.matchAll(LETTERS))
  const positions = runs.flatMap(({ 0: run, index }) =>
    Array.from({ length: run.length }, (_, offset) => index + offset)
  )
  const words = segment(runs.map(([run]) => run).join(''), locale)
  let letters = 0
  const starts = words.map((word) => {
    letters += word.length
    return positions[letters - word.length]!
  })
  return slices(text, starts.slice(1))
    .map((chunk) => chunk.trim())
    .filter(Boolean)
}

/** The text cut at these places. */
export function slices(text: string, cuts: readonly number[]): string[] {
  const bounds = [0, ...cuts, text.length]
  return bounds.slice(1).map((end, index) => text.slice(bounds[index], end))
}

/**
 * A function that gives what was made of a piece of text, from `start` to `end`, when it was first seen. Accepted answers
 * are variations of each other, so most of their pieces were, and are found without being cut out.
 */
export function remembering<T>(make: (chunk: string) => T): (text: string, start: number, end: number) => T {
  const bySum = new Map<number, { chunk: string; made: T }[]>()
  return (text, start, end) => {
    let sum = 0
    for (let at = start; at < end; at++) sum = (sum * 31 + text.charCodeAt(at)) & 0x3fffffff
    const alike = bySum.get(sum) ?? []
    for (const { chunk, made } of alike) {
      if (chunk.length === end - start && text.startsWith(chunk, start)) return made
    }
    const chunk = text.slice(start, end)
    const made = make(chunk)
    bySum.set(sum, [...alike, { chunk, made }])
    return made
  }
}
