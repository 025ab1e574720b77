import { type Static, Type } from '@sinclair/typebox'
import { ProfileChange } from '../accounts/schemas.ts'
import { Closed, Nullable, StringEnum, Uuid } from '../http/schema.ts'
import { Answer, DurationMs, Position } from '../learning/exercises/answer.ts'
import { Summary } from '../learning/study-session.ts'
import { Verdict } from '../learning/verdict.ts'

/** A device may have been offline for long, and a request is to end within its time. */
export const MOST_EVENTS = 500

const happened = {
  id: Uuid({ description: "A UUID of the client's choosing, by which its result is known" }),
  occurredAt: Type.String({ format: 'date-time', description: 'When it happened, by the clock of the device' })
}

// What the server does not know is refused event by event: a device must not be stuck with a whole batch for it.
const timeZone = Type.Optional(
  Type.String({
    maxLength: 64,
    description:
      "IANA time zone of the device then; left out: that of the profile, for a packed session's events as it was when the pack was made",
    examples: ['America/New_York']
  })
)
const [, ids, pairs] = Answer.anyOf
const OfflineAnswer = Type.Union([Type.String({ description: Answer.anyOf[0].description }), ids, pairs], {
  description:
    "The learner's answer, in the shape its exercise's kind asks for; one of over 2,000 characters is refused",
  examples: Answer.examples
})

export const AnswerEvent = Closed(
  {
    type: Type.Literal('answer'),
    ...happened,
    session: Uuid({ description: 'The study session' }),
    exercise: { ...Position, maximum: 100 },
    answer: OfflineAnswer,
    durationMs: Type.Optional(DurationMs),
    timeZone
  },
  { title: 'AnswerEvent' }
)
export type AnswerEvent = Static<typeof AnswerEvent>

export const CompletionEvent = Closed(
  { type: Type.Literal('completion'), ...happened, session: Uuid({ description: 'The study session' }), timeZone },
  { title: 'CompletionEvent' }
)
export type CompletionEvent = Static<typeof CompletionEvent>

const { dailyGoal, interfaceLanguage } = ProfileChange.properties

export const SettingsEvent = Closed(
  {
    type: Type.Literal('settings'),
    ...happened,
    dailyGoal,
    interfaceLanguage,
    timeZone: { ...timeZone, description: 'The IANA time zone that days are counted in from now on' }
  },
  { title: 'SettingsEvent' }
)
export type SettingsEvent = Static<typeof SettingsEvent>

export const SyncEvent = Type.Union([AnswerEvent, CompletionEvent, SettingsEvent], {
  title: 'SyncEvent',
  description: 'Something that happened on the device, told apart by its type'
})
export type SyncEvent = Static<typeof SyncEvent>

export const Batch = Closed(
  {
    device: Type.Optional(
      Type.String({ maxLength: 100, description: "The device's name, for the server's log", examples: ['phone'] })
    ),
    events: Type.Array(SyncEvent, {
      maxItems: MOST_EVENTS,
      description: 'In any order; what was sent before may be among it'
    })
  },
  // Each of 500 answers may have the longest list of tiles.
  { title: 'Batch', 'x-max-values': 50_000 }
)
export type Batch = Static<typeof Batch>

export const Refusal = Type.Object(
  {
    type: Type.String({ description: 'Why, for programs: stable', examples: ['urn:parlance:too-old'] }),
    title: Type.String({ examples: ['Unprocessable Entity'] }),
    status: Type.Integer({ description: 'The HTTP status that a single request would have got', examples: [422] }),
    detail: Type.String({
      description: 'Why, for people',
      examples: ['It happened more than 7 days before it was received']
    })
  },
  { title: 'Refusal' }
)
export type Refusal = Static<typeof Refusal>

export const SyncResult = Type.Object(
  {
    id: happened.id,
    status: StringEnum(['applied', 'already', 'pending', 'refused'], {
      description:
        '`applied`: it has changed something now. `already`: it, or what comes to the same, was there. ' +
        '`pending`: a completion that waits for answers. `refused`: it never counts; do not send it again'
    }),
    verdict: Nullable(Verdict, { description: 'Of an answer that counts' }),
    summary: Nullable(Summary, { description: 'Of the session that a completion has completed' }),
    reason: Nullable(Refusal, { description: 'Why it was refused' })
  },
  { title: 'SyncResult' }
)
export type SyncResult = Static<typeof SyncResult>
