import type { ProposedForm } from '../answer-group.ts'

/** An answer as the statistics count it. */
export interface CountedAnswer {
  userId: string
  courseId: string
  kind: string
  correct: boolean
  /** Null where it is not known, or the learner was interrupted. */
  durationMs: number | null
  /** Its items, and of each whether it was known. */
  items: { id: string; known: boolean }[]
  wrongAnswer: ProposedForm | undefined
}

/** How often something was answered, and how often rightly. */
export interface LearnerTally {
  userId: string
  courseId: string
  kind: string
  answers: number
  correct: number
  durationMs: number
}

/** How often an item was asked for, and how often it was not known. */
export interface ItemTally {
  courseId: string
  itemId: string
  attempts: number
  wrong: number
}

/** How often a wrong answer was given to an item. */
export interface WrongAnswerTally extends ProposedForm {
  courseId: string
  times: number
}

/** What answers add to the statistics, each row of which comes once. */
export interface Tally {
  learners: LearnerTally[]
  items: ItemTally[]
  wrongAnswers: WrongAnswerTally[]
}

/** Adds answers up: by learner, course and kind; by item; by item and wrong answer. */
export function tally(answers: Iterable<CountedAnswer>): Tally {
  const learners = new Map<string, LearnerTally>()
  const items = new Map<string, ItemTally>()
  const wrongAnswers = new Map<string, WrongAnswerTally>()
  for (const { userId, courseId, kind, correct, durationMs, items: asked, wrongAnswer } of answers) {
    const learner = { userId, courseId, kind, answers: 0, correct: 0, durationMs: 0 }
    const mine = rowOf(learners, [userId, courseId, kind], learner)
    mine.answers++
    mine.correct += Number(correct)
    mine.durationMs += durationMs ?? 0
    for (const { id, known } of asked) {
      const item = rowOf(items, [courseId, id], { courseId, itemId: id, attempts: 0, wrong: 0 })
      item.attempts++
      item.wrong += Number(!known)
    }
    if (wrongAnswer) {
      const key = [courseId, wrongAnswer.itemId, wrongAnswer.groupId]
      rowOf(wrongAnswers, key, { courseId, ...wrongAnswer, times: 0 }).times++
    }
  }
  return {
    learners: [...learners.values()],
    items: [...items.values()],
    wrongAnswers: [...wrongAnswers.values()]
  }
}

/** What takes a tally away again where it is added. */
export const negative = ({ learners, items, wrongAnswers }: Tally): Tally => ({
  learners: learners.map((row) => ({
    ...row,
    answers: -row.answers,
    correct: -row.correct,
    durationMs: -row.durationMs
  })),
  items: items.map((row) => ({ ...row, attempts: -row.attempts, wrong: -row.wrong })),
  wrongAnswers: wrongAnswers.map((row) => ({ ...row, times: -row.times }))
})

function rowOf<Row>(rows: Map<string, Row>, key: string[], fresh: Row): Row {
  const name = key.join()
  const row = rows.get(name) ?? fresh
  rows.set(name, row)
  return row
}
