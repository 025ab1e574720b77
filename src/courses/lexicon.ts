import { acceptedAnswers } from '../language/accepted.ts'
import { knownTokens } from '../language/tokens.ts'
import type { CourseDocument, Side } from './document.ts'
import { formsOf } from './forms-of.ts'

/** Nobody mistakes a longer word for another, and an index could not hold it. */
const LONGEST_WORD = 100

/** Every word form that a course knows on one side, folded: of its items, their alternatives and its dictionaries. */
export function lexiconOf(course: CourseDocument, side: Side): Set<string> {
  const language = course[side].code
  const texts = course.units
    .flatMap((unit) => unit.skills)
    .flatMap(({ items, dictionary }) => [
      ...items.flatMap((item) => acceptedAnswers(formsOf(item, side), language)),
      ...dictionary.flatMap((entry) => (entry.side === side ? entry.term : []))
    ])
  return new Set([...knownTokens(texts, language)].filter((token) => token.length <= LONGEST_WORD))
}
