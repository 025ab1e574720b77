import { type Static, Type } from '@sinclair/typebox'
import { CourseSlug, SkillSlug } from '../courses/schemas.ts'
import { Closed, Nullable, StringEnum, Uuid } from '../http/schema.ts'
import { Exercise } from './exercises/schemas.ts'
import type { SessionKind } from './exercises/selection.ts'
import { Verdict } from './verdict.ts'

const SessionId = Uuid({ description: "A UUID of the client's choosing makes a retry safe" })
const Kind = StringEnum(['lesson', 'practice', 'review'] as const satisfies readonly SessionKind[], {
  description:
    '`lesson`: the items of one skill, new ones first. `practice`: what is weak of what was met in a skill, or in the course. ' +
    '`review`: what is due in the course'
})

export const NewStudySession = Closed(
  {
    id: Type.Optional(SessionId),
    course: CourseSlug,
    kind: Kind,
    skill: Type.Optional({
      ...SkillSlug,
      description: 'A lesson has one; practice without one is of the whole course; a review is always'
    }),
    size: Type.Integer({ minimum: 1, maximum: 30, default: 12, description: 'Exercises at most' })
  },
  { title: 'NewStudySession' }
)
export type NewStudySession = Static<typeof NewStudySession>

export const Summary = Type.Object(
  {
    correct: Type.Integer({ minimum: 0, examples: [11] }),
    wrong: Type.Integer({ minimum: 0, examples: [1] }),
    accuracy: Type.Number({ minimum: 0, maximum: 1, description: 'Correct of all', examples: [0.92] }),
    xp: Type.Integer({ minimum: 0, description: 'XP that this session earned', examples: [11] }),
    day: Type.String({ format: 'date', description: "The learner's local day that it counts for" }),
    completedAt: Type.String({ format: 'date-time' })
  },
  { title: 'Summary' }
)
export type Summary = Static<typeof Summary>

export const StudySession = Type.Object(
  {
    id: SessionId,
    course: CourseSlug,
    kind: Kind,
    skill: Nullable(SkillSlug, { description: 'Null for a session of the whole course' }),
    createdAt: Type.String({ format: 'date-time' }),
    exercises: Type.Array(Exercise),
    verdicts: Type.Array(Type.Object({ exercise: Type.Integer({ examples: [1] }), ...Verdict.properties }), {
      description: 'What has been answered so far'
    }),
    summary: Nullable(Summary, { description: 'Once completed' })
  },
  { title: 'StudySession' }
)
export type StudySession = Static<typeof StudySession>
