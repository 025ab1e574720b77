import { type Static, Type } from '@sinclair/typebox'
import { ArrangeExercise, ArrangeKey } from './arrange.ts'
import { ChooseExercise, ChooseKey } from './choose.ts'
import { FillExercise, FillKey } from './fill.ts'
import { ListenExercise, ListenKey } from './listen.ts'
import { MatchExercise, MatchKey } from './match.ts'
import { TypeExercise, TypeKey } from './type.ts'

/** An exercise as it is delivered, told apart by `kind`. It holds nothing of its key. */
export const Exercise = Type.Union(
  [ChooseExercise, MatchExercise, ArrangeExercise, TypeExercise, FillExercise, ListenExercise],
  { title: 'Exercise', description: 'An exercise, told apart by its kind' }
)
export type Exercise = Static<typeof Exercise>

/** All that grading an exercise takes: stored as JSON, never delivered. */
export const ExerciseKey = Type.Union([ChooseKey, MatchKey, ArrangeKey, TypeKey, FillKey, ListenKey])
export type ExerciseKey = Static<typeof ExerciseKey>
