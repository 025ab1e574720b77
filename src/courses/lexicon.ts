import { acceptedAnswers } from '../learning/judging/accepted.ts'
import { knownTokens } from '../learning/judging/tokens.ts'
import type { CourseDocument, Side } from './document.ts'

/** Nobody mistakes a longer word for another, and an index could not hold it. */
const LONGEST_WORD = 100

/** Every word form that a course knows on one side, folded: of its items, their alternatives and its dictionaries. */
export function lexiconOf(course: CourseDocument, side: Side): Set<string> {
  const language = course[side].code
  const tokens = new Set<string>()
  const add = (text: string) => {
    for (const token of knownTokens(text, language)) if (token.length <= LONGEST_WORD) tokens.add(token)
  }
  for (const skill of course.units.flatMap((unit) => unit.skills)) {
    for (const item of skill.items) for (const answer of acceptedAnswers(item[side], language)) add(answer)
    for (const entry of skill.dictionary) if (entry.side === side) add(entry.term)
  }
  return tokens
}
