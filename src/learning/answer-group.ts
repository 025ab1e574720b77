import { v5 as uuidv5 } from 'uuid'
import type { Side } from '../courses/document.ts'
import { foldedWords } from '../language/folded.ts'
import { isAskable } from '../language/main-form.ts'
import { tidy } from '../language/normalise.ts'
import { hasWord } from '../language/tokens.ts'
import type { Answer } from './exercises/answer.ts'
import type { Exercise, ExerciseKey } from './exercises/schemas.ts'

const NAMESPACE = '2f2d7a0c-3f0e-4c58-9a55-0d9a8a5e6a11'

/** What a typed answer comes to: a form that its item could accept on a side, and the group of all that come to the same. */
export interface ProposedForm {
  groupId: string
  itemId: string
  side: Side
  form: string
}

/**
 * The form that a typed answer would add to its item: the answer itself, or the whole sentence with the word that was
 * filled in. Undefined for the other kinds, and where the answer has no word or is too long to be a form.
 */
export function proposedForm(
  exercise: Exercise,
  key: ExerciseKey,
  [itemId]: readonly string[],
  answer: Answer
): ProposedForm | undefined {
  const typed = (exercise.kind === 'type' || exercise.kind === 'fill') && 'typed' in key
  if (!typed || typeof answer !== 'string' || !hasWord(answer) || itemId === undefined) return undefined
  const fills = exercise.kind === 'fill'
  const form = plainForm(fills ? exercise.before + answer + exercise.after : answer)
  if (!isAskable(form)) return undefined
  const side = fills || exercise.direction === 'toTarget' ? 'target' : 'source'
  return { groupId: answerGroupId(itemId, side, form, key.typed.language), itemId, side, form }
}

/**
 * The id of all answers to an item in one direction that say the same, whatever their case, punctuation and spaces. Made of
 * these alone, and short, however long the answer is.
 */
export const answerGroupId = (itemId: string, side: Side, form: string, language: string): string =>
  uuidv5(JSON.stringify([itemId, side, foldedWords(form, language)]), NAMESPACE)

// What a learner has typed means nothing but itself, where an author's marks would group words or leave them out.
const AUTHORS_MARKS = /[{}()（）/／]/g

const plainForm = (answer: string) => tidy(answer.replace(AUTHORS_MARKS, ' '))
