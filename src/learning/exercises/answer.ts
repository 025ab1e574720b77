import { isDeepStrictEqual } from 'node:util'
import { type Static, Type } from '@sinclair/typebox'
import { LONGEST_ANSWER } from '../judging/judge.ts'

/** The place of an exercise in its session, and so its id there. */
export const Position = Type.Integer({ minimum: 1, description: 'Position in the session', examples: [1] })

/** How long an answer took, in ms, as its client tells. */
export const DurationMs = Type.Integer({
  minimum: 0,
  maximum: 2 ** 31 - 1,
  description: 'From when the exercise was shown to when it was answered, in ms; what took long was hard',
  examples: [5200]
})

/** Something to pick or move: an option, a tile, one side of a pair. */
export const Choice = Type.Object(
  {
    id: Type.String({ description: 'What an answer names it by', examples: ['a'] }),
    text: Type.String({ examples: ['el perro'] })
  },
  { title: 'Choice' }
)
export type Choice = Static<typeof Choice>

const ChoiceId = Type.String({ maxLength: 8 })
const Pair = Type.Unsafe<[string, string]>(Type.Array(ChoiceId, { minItems: 2, maxItems: 2 }))

/** A learner's answer; which of its shapes is expected depends on the exercise's kind. */
export const Answer = Type.Union(
  [
    Type.String({
      maxLength: LONGEST_ANSWER,
      description: '`choose`: the id of an option. `type`, `fill` and `listen`: the text'
    }),
    Type.Array(ChoiceId, { maxItems: 60, description: '`arrange`: ids of tiles, in order' }),
    Type.Array(Pair, { maxItems: 20, description: '`match`: pairs of a left and a right id' })
  ],
  {
    title: 'Answer',
    description: "The learner's answer, in the shape its exercise's kind asks for",
    examples: ['el perro']
  }
)
export type Answer = Static<typeof Answer>

/** The answer cannot be one to this exercise: a shape of another kind, or an id that the exercise does not have. */
export class AnswerMismatch extends Error {
  override readonly name = 'AnswerMismatch'
  readonly statusCode = 422
}

/** Whether nothing was answered, in any of the shapes. */
export function isBlank(answer: Answer): boolean {
  return typeof answer === 'string' ? answer.trim() === '' : answer.length === 0
}

/** Whether two answers say the same: pairs may come in any order. */
export const isSameAnswer = (one: Answer, other: Answer): boolean =>
  isDeepStrictEqual(inLeftOrder(one), inLeftOrder(other))

/** An answer as text, by which two that say the same are the same. */
export const answerText = (answer: Answer): string => JSON.stringify(inLeftOrder(answer))

const inLeftOrder = (answer: Answer): Answer =>
  typeof answer !== 'string' && answer.every((part) => typeof part !== 'string')
    ? answer.toSorted(([left], [right]) => (left < right ? -1 : 1))
    : answer

/** Gives each text an id of one letter of `ids`, in the order given. */
export function label(texts: readonly string[], ids = 'abcdefghijklmnopqrstuvwxyz'): Choice[] {
  return texts.map((text, index) => ({ id: ids[index]!, text }))
}
