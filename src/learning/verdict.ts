import { type Static, Type } from '@sinclair/typebox'
import { Nullable, StringEnum } from '../http/schema.ts'

/** Slips that are pointed out and forgiven. */
export const Note = StringEnum(['case', 'punctuation', 'accent', 'typo', 'spacing'])
export type Note = Static<typeof Note>

/** Why an answer is wrong. */
export const Reason = StringEnum(['word', 'order', 'missing', 'extra', 'blank'])
export type Reason = Static<typeof Reason>

/** One token of the answer held against the nearest accepted answer, for a screen to colour. */
export const DiffToken = Type.Object(
  {
    kind: StringEnum(['equal', 'changed', 'missing', 'extra']),
    given: Nullable(Type.String({ description: 'As the learner wrote it; null where a token is missing' })),
    expected: Nullable(Type.String({ description: 'As the accepted answer has it; null where a token is extra' }))
  },
  { title: 'DiffToken' }
)
export type DiffToken = Static<typeof DiffToken>

/** What the server says of an answer. */
export const Verdict = Type.Object(
  {
    verdict: StringEnum(['correct', 'correctWithNote', 'wrong']),
    notes: Type.Array(Note),
    reason: Nullable(Reason),
    nearest: Type.String({ description: 'The accepted answer nearest to the one given', examples: ['el perro'] }),
    diff: Type.Array(DiffToken)
  },
  { title: 'Verdict' }
)
export type Verdict = Static<typeof Verdict>
