import type { Static } from '@sinclair/typebox'
import { StringEnum } from '../../http/schema.ts'
import type { Exercise } from './schemas.ts'

export const Direction = StringEnum(['toTarget', 'toSource'], {
  description: 'Into the language taught, or into the one the learner speaks'
})
export type Direction = Static<typeof Direction>

/**
 * The direction in which an exercise tests its items: its own; where it has none, into the language taught for what is
 * written in it (`fill`, `listen`), and from it for a `match`, which begins at its words.
 */
export function testedDirection(exercise: Exercise): Direction {
  if ('direction' in exercise) return exercise.direction
  return exercise.kind === 'match' ? 'toSource' : 'toTarget'
}
