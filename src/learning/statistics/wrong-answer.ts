import type { Side } from '../../courses/document.ts'
import { isAskable } from '../../language/main-form.ts'
import { hasWord } from '../../language/tokens.ts'
import { answerGroupId, type ProposedForm, proposedForm } from '../answer-group.ts'
import type { Answer } from '../exercises/answer.ts'
import type { Exercise, ExerciseKey } from '../exercises/schemas.ts'

/**
 * What a wrong answer says of its item, in words, with the group of all that say the same: what was typed or put in order,
 * the sentence with the word that was filled in, the option that was picked. Undefined for pairs, and where it has no word
 * or is too long to be an answer. `languages` are the course's, by side.
 */
export function wrongAnswerOf(
  exercise: Exercise,
  key: ExerciseKey,
  itemIds: readonly string[],
  answer: Answer,
  languages: Record<Side, string>
): ProposedForm | undefined {
  const [itemId] = itemIds
  const proposed = proposedForm(exercise, key, itemIds, answer)
  if (proposed || itemId === undefined) return proposed
  const form = textOf(exercise, answer)
  if (form === undefined || !hasWord(form) || !isAskable(form)) return undefined
  const side = 'direction' in exercise && exercise.direction === 'toSource' ? 'source' : 'target'
  return { groupId: answerGroupId(itemId, side, form, languages[side]), itemId, side, form }
}

function textOf(exercise: Exercise, answer: Answer): string | undefined {
  switch (exercise.kind) {
    case 'choose':
      return exercise.options.find(({ id }) => id === answer)?.text
    case 'arrange':
      return Array.isArray(answer)
        ? answer.map((tile) => exercise.tiles.find(({ id }) => id === tile)?.text ?? '').join(' ')
        : undefined
    case 'listen':
      return typeof answer === 'string' ? answer.trim() : undefined
    default:
      return undefined
  }
}
