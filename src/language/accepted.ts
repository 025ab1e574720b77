import { contractionVariants } from './contractions.ts'
import { displayText, readings } from './forms.ts'
import { LONGEST_FORM } from './main-form.ts'
import { writingOf } from './normalise.ts'

const MOST_ANSWERS = 200

/**
 * The plain answers that forms of at most 2,000 characters, as their author wrote them, stand for, at most 200, the main one first: each form without
 * its asides and with its first alternatives, then its other readings, the form as written where it has slashes
 * (learners copy what they were shown), and for English every mixture of contractions.
 */
export function acceptedAnswers(forms: readonly string[], language: string): string[] {
  const readable = forms.filter((form) => form.length <= LONGEST_FORM)
  const perForm = readable.slice(0, MOST_ANSWERS).map((form) => readings(form).map(displayText))
  const plain = [
    ...perForm.flatMap((answers) => answers.slice(0, 1)),
    ...perForm.flatMap((answers) => answers.slice(1)),
    ...readable.filter((form) => /[/／]/.test(form)).map(displayText)
  ].filter((answer) => answer !== '')
  const answers = new Set(plain.slice(0, MOST_ANSWERS))
  if (writingOf(language).english) {
    for (const answer of [...answers]) {
      if (answers.size >= MOST_ANSWERS) break
      for (const variant of contractionVariants(answer, MOST_ANSWERS)) answers.add(variant)
    }
  }
  return [...answers].slice(0, MOST_ANSWERS)
}
