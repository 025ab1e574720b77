import { type Static, Type } from '@sinclair/typebox'
import { Exercise } from '../exercises/schemas.ts'
import { StudySession } from '../study-session.ts'
import { AnswerKey } from './answer-key.ts'

/** How many packed sessions of a course a learner can have open. */
export const MOST_PACKED = 20
/** For how many days a packed session is good. What was studied in it can be told for seven days more. */
export const DAYS_KEPT = 30

const { id, course, kind, skill, createdAt, verdicts } = StudySession.properties

export const PackedSession = Type.Object(
  {
    id,
    course,
    kind,
    skill,
    createdAt,
    expiresAt: Type.String({ format: 'date-time', description: 'Until when it is to be studied' }),
    timeZone: Type.String({
      description: 'In which events that name no zone are counted',
      examples: ['America/New_York']
    }),
    exercises: Type.Array(Type.Object({ exercise: Exercise, key: AnswerKey }), {
      description: 'Each exercise **with its answer key**, which only a pack has'
    }),
    verdicts
  },
  { title: 'PackedSession', description: 'A study session to take along, with the answers to its exercises' }
)
export type PackedSession = Static<typeof PackedSession>

export const Pack = Type.Object(
  { sessions: Type.Array(PackedSession, { maxItems: MOST_PACKED, description: 'In the order to study them in' }) },
  { title: 'Pack' }
)
export type Pack = Static<typeof Pack>
