import { type Static, Type } from '@sinclair/typebox'
import { Side } from '../courses/document.ts'
import { CourseSlug } from '../courses/schemas.ts'
import { Closed, Nullable, StringEnum, Uuid } from '../http/schema.ts'
import { Position } from '../learning/exercises/answer.ts'

export const ReportState = StringEnum(['open', 'accepted', 'declined'], {
  description: 'What an author decided, if any'
})
export type ReportState = Static<typeof ReportState>

export const NewAnswerReport = Closed(
  {
    session: Uuid({ description: 'Id of the study session' }),
    exercise: Type.Integer({ minimum: 1, maximum: 100, description: 'Position in the session', examples: [1] }),
    comment: Type.Optional(
      Type.String({ maxLength: 500, description: 'Why it should be accepted', examples: ['We say this in Genoa.'] })
    )
  },
  { title: 'NewAnswerReport' }
)
export type NewAnswerReport = Static<typeof NewAnswerReport>

/** A learner's report that an answer of theirs should be accepted. */
export const AnswerReport = Type.Object(
  {
    session: Uuid(),
    exercise: Position,
    course: CourseSlug,
    answer: Type.String({ description: 'As it was given', examples: ['il micio'] }),
    comment: Nullable(Type.String()),
    state: ReportState,
    createdAt: Type.String({ format: 'date-time' }),
    decidedAt: Nullable(Type.String({ format: 'date-time' }))
  },
  { title: 'AnswerReport' }
)
export type AnswerReport = Static<typeof AnswerReport>

const Forms = Type.Array(Type.String())

/** Answers that say the same, to one item in one direction, as an author sees them. */
export const AnswerGroup = Type.Object(
  {
    id: Uuid(),
    item: Uuid(),
    side: Side,
    answer: Type.String({ description: 'The form that accepting it adds to this side', examples: ['il micio'] }),
    target: { ...Forms, description: 'The forms that the published item has', examples: [['il gatto']] },
    source: { ...Forms, examples: [['the cat']] },
    state: ReportState,
    learners: Type.Integer({
      description: 'How many have reported it so far, those included who have left',
      examples: [12]
    }),
    comments: Type.Array(Type.String(), { description: 'A few, the latest first' }),
    firstReportedAt: Type.String({ format: 'date-time' }),
    lastReportedAt: Type.String({ format: 'date-time' }),
    decidedAt: Nullable(Type.String({ format: 'date-time' }))
  },
  { title: 'AnswerGroup' }
)
export type AnswerGroup = Static<typeof AnswerGroup>
