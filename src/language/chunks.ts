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

interface Piece<T> {
  text: string
  made: readonly T[]
  /** The next one with the same hash. */
  next: Piece<T> | undefined
}

/**
 * A function that gives what `make` makes of all pieces of a text between single spaces, as far as `end`. Accepted answers
 * are variations of each other, so that most of their pieces were seen before: these are found in one pass over the text,
 * without being cut out.
 */
export function remembering<T>(make: (piece: string) => readonly T[]): (text: string, end?: number) => T[] {
  const byHash = new Map<number, Piece<T>>()

  function madeOf(text: string, start: number, end: number, hash: number): readonly T[] {
    const first = byHash.get(hash)
    for (let piece = first; piece; piece = piece.next) if (isPiece(piece.text, text, start, end)) return piece.made
    const piece = text.slice(start, end)
    const made = make(piece)
    byHash.set(hash, { text: piece, made, next: first })
    return made
  }

  return (text, end = text.length) => {
    const all: T[] = []
    let start = 0
    let hash = 0
    for (let at = 0; at <= end; at++) {
      const code = at < end ? text.charCodeAt(at) : SPACE
      if (code !== SPACE) {
        hash = (Math.imul(hash, 31) + code) & 0x3fffffff
        continue
      }
      const made = madeOf(text, start, at, hash)
      if (made.length === 1) all.push(made[0]!)
      else for (const each of made) all.push(each)
      start = at + 1
      hash = 0
    }
    return all
  }
}

const SPACE = 32

// Letter by letter, because the pieces are short: calling `startsWith` takes longer than the comparison.
function isPiece(piece: string, text: string, start: number, end: number): boolean {
  const { length } = piece
  if (length !== end - start) return false
  for (let at = 0; at < length; at++) if (piece.charCodeAt(at) !== text.charCodeAt(start + at)) return false
  return true
}
