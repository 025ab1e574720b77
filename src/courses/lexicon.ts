import { acceptedAnswers } from '../language/accepted.ts'
import { LONGEST_FORM } from '../language/main-form.ts'
import { knownTokens } from '../language/tokens.ts'
import type { CourseDocument, Side } from './document.ts'
import { formsOf } from './forms-of.ts'

/** Nobody mistakes a longer word for another, and an index could not hold it. */
const LONGEST_WORD = 100

/** Every word form that a course knows on one side, folded: of its items, their alternatives and its dictionaries. */
export function lexiconOf(course: CourseDocument, side: Side): Set<string> {
  const language = course[side].code
  // Skills repeat each other's dictionaries.
  const texts = new Set<string>()
  for (const { items, dictionary } of course.units.flatMap((unit) => unit.skills)) {
    for (const item of items) for (const answer of acceptedAnswers(formsOf(item, side), language)) texts.add(answer)
    for (const entry of dictionary) if (entry.side === side && entry.term.length <= LONGEST_FORM) texts.add(entry.term)
  }
  return new Set([...knownTokens([...texts], language)].filter((token) => token.length <= LONGEST_WORD))
}
