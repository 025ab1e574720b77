import { tidy } from './normalise.ts'
import { type Parts, parsePattern } from './pattern-syntax.ts'

/**
 * The answers that a pattern stands for: of `(el|un) gato [negro]` each article, without the colour and with it. The
 * first has the first alternatives and leaves out what is optional. Spaces are tidied, none is empty, none comes twice;
 * throws a `PatternError` where there are more than 100, or it is no pattern.
 */
export function expandPattern(pattern: string): string[] {
  const answers = new Set(textsOf(parsePattern(pattern)).map(tidy))
  answers.delete('')
  return [...answers]
}

/** Every text of a pattern's parts, those that are the same each time. */
export const textsOf = (parts: Parts): string[] =>
  parts.reduce<string[]>(
    (starts, part) => {
      const ends = typeof part === 'string' ? [part] : part.options.flatMap(textsOf)
      return starts.flatMap((start) => ends.map((end) => start + end))
    },
    ['']
  )

/**
 * Whether a text is one of a pattern's answers but for its spaces, in time that grows with the length of both; throws a
 * `PatternError` as `expandPattern` does.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = parsePattern(pattern)
  const clean = tidy(text)
  return clean !== '' && endsOf(parts, clean, new Set([0])).has(clean.length)
}

/** Where in the text the parts can end, if they begin at one of these places. */
function endsOf(parts: Parts, text: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  let places = starts
  for (const part of parts) {
    if (places.size === 0) break
    const ends =
      typeof part === 'string'
        ? [...places].flatMap((place) => endOf(part, text, place) ?? [])
        : part.options.flatMap((option) => [...endsOf(option, text, places)])
    places = new Set(ends)
  }
  return places
}

/** Where a piece ends that begins at this place of a tidied text, which has one space for several and none at its ends. */
function endOf(piece: string, text: string, start: number): number | undefined {
  let place = start
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] === text[place]) place++
    else if (piece[i] !== ' ' || (place > 0 && place < text.length && text[place - 1] !== ' ')) return undefined
  }
  return place
}
