import { tidy } from '../../language/normalise.ts'

/** Nobody lists more by hand; what follows is left out. */
const MOST = 20

const SENTENCE_END = /[.!?…。！？]["'”’»)]*$/u
const BULLET = /^\s*(?:[-–•*·]|\(?\d{1,2}[.)])\s+/u

/**
 * The alternatives that one cell or field gives, at most 20: a line each, `;` between them. A line that ends as a sentence
 * does is kept whole, and numbers or bullets before lines are left out.
 */
export function alternatives(text: string): string[] {
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => tidy(line.replace(BULLET, '')))
    .flatMap((line) => (SENTENCE_END.test(line) ? [line] : line.split(/[;；]/).map(tidy)))
    .filter((form) => form !== '')
    .slice(0, MOST)
}

/** What a cell lists, divided by line breaks and any of the marks given. */
export const listed = (text: string, marks: RegExp): string[] =>
  text
    .split(/[\r\n]+/)
    .flatMap((line) => line.split(marks))
    .map(tidy)
    .filter((part) => part !== '')
    .slice(0, MOST)
