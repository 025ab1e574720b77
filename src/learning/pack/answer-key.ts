import { type Static, Type } from '@sinclair/typebox'
import { StringEnum } from '../../http/schema.ts'
import type { ExerciseKey } from '../exercises/schemas.ts'
import { TypedKey } from '../judging/typed-key.ts'

const ChosenKey = Type.Object(
  {
    kind: StringEnum(['choose']),
    right: Type.String({ description: 'Id of the right option', examples: ['b'] })
  },
  { title: 'ChosenKey' }
)

const PairedKey = Type.Object(
  {
    kind: StringEnum(['match']),
    pairs: Type.Array(Type.Array(Type.String(), { minItems: 2, maxItems: 2 }), {
      description: 'The right pairs of a left and a right id',
      examples: [[['a', '2']]]
    })
  },
  { title: 'PairedKey' }
)

const WrittenKey = Type.Object(
  {
    kind: StringEnum(['arrange', 'type', 'fill', 'listen']),
    accepted: {
      ...TypedKey.properties.accepted,
      description: 'What is right, the main answer first; of `arrange` the texts of its tiles, joined by spaces',
      examples: [['el perro']]
    },
    language: { ...TypedKey.properties.language, examples: ['es'] },
    accents: TypedKey.properties.accents,
    lookalikes: {
      ...TypedKey.properties.lookalikes,
      description: 'Other words of the course, in lower case: who writes one of these has made no typo, but a mistake',
      examples: [['perra']]
    }
  },
  { title: 'WrittenKey' }
)

/**
 * What a client can judge an answer by while it is offline, told apart by `kind`. It is part of the API, and does not change
 * with the keys as the server stores them.
 */
export const AnswerKey = Type.Union([ChosenKey, PairedKey, WrittenKey], {
  title: 'AnswerKey',
  description: 'What is right, for judging offline. The server judges again, and its verdict counts'
})
export type AnswerKey = Static<typeof AnswerKey>

/** The key of an exercise as a pack gives it. */
export function answerKey(key: ExerciseKey): AnswerKey {
  switch (key.kind) {
    case 'choose':
      return { kind: key.kind, right: key.right }
    case 'match':
      return { kind: key.kind, pairs: key.pairs.map(({ left, right }) => [left.id, right.id]) }
    default:
      return { kind: key.kind, ...key.typed }
  }
}
