import { type Static, Type } from '@sinclair/typebox'
import { Closed } from '../../http/schema.ts'
import { judgeTyped } from '../judging/judge.ts'
import { TypedKey } from '../judging/typed-key.ts'
import type { Verdict } from '../verdict.ts'
import { type Answer, AnswerMismatch, isBlank, Position } from './answer.ts'
import { Direction } from './direction.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { keyFor, type Question } from './question.ts'
import type { Entry } from './vocabulary.ts'

export const TypeExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('type'),
    direction: Direction,
    prompt: Type.String({ examples: ['the dog'] })
  },
  { title: 'TypeExercise', description: 'Type the translation' }
)
export type TypeExercise = Static<typeof TypeExercise>

export const TypeKey = Closed({ kind: Type.Literal('type'), typed: TypedKey })
export type TypeKey = Static<typeof TypeKey>

/** The question as one to answer in writing. */
export function planType(material: Material, entry: Entry, question: Question): Planned<TypeExercise, TypeKey> {
  const { direction, prompt, answerSide, accepted } = question
  return {
    exercise: { kind: 'type', direction, prompt },
    key: { kind: 'type', typed: keyFor(material, answerSide, accepted) },
    entries: [entry]
  }
}

/** Judges written text, for `type`, `fill` and `listen`. Throws `AnswerMismatch` for anything but text. */
export function gradeText({ kind, typed }: { kind: string; typed: TypedKey }, answer: Answer): Verdict {
  if (isBlank(answer)) return judgeTyped('', typed)
  if (typeof answer !== 'string') throw new AnswerMismatch(`A ${kind} exercise is answered by text`)
  return judgeTyped(answer, typed)
}
