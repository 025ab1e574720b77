import type { Verdict } from '../verdict.ts'
import type { Answer } from './answer.ts'
import { gradeArrange } from './arrange.ts'
import { gradeChoose } from './choose.ts'
import { gradeMatch } from './match.ts'
import type { ExerciseKey } from './schemas.ts'
import { gradeText } from './type.ts'

/**
 * Grades an answer to an exercise of any kind by its key. Throws `AnswerMismatch`, saying what is expected, when the
 * answer has another kind's shape or names what the exercise does not have. A blank answer is wrong, of whichever shape.
 */
export function gradeAnswer(key: ExerciseKey, answer: Answer): Verdict {
  switch (key.kind) {
    case 'choose':
      return gradeChoose(key, answer)
    case 'match':
      return gradeMatch(key, answer)
    case 'arrange':
      return gradeArrange(key, answer)
    case 'type':
    case 'fill':
    case 'listen':
      return gradeText(key, answer)
  }
}
