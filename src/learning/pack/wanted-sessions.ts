import type { NewStudySession } from '../study-session.ts'

/** A skill as far as it bears on what to take along. */
export interface PackableSkill {
  skill: string
  /** Whether a session of it was completed. */
  done: boolean
  /** The kinds of its packed sessions that are still open. */
  open: readonly string[]
}

/** What a session is to be of. */
export type Wanted = Pick<NewStudySession, 'kind' | 'skill'>

/**
 * The sessions that may be packed besides those that are open, those to be studied first at the start: what is due in the
 * course; lessons of the skills not yet done, in the order of the course; practice of those done. Then lessons again, skill
 * by skill and without an end, for who is offline for longer than that.
 */
export function* wantedSessions(skills: readonly PackableSkill[], isReviewOpen: boolean): Generator<Wanted> {
  if (!isReviewOpen) yield { kind: 'review' }
  for (const { skill, done, open } of skills) if (!done && !open.includes('lesson')) yield { kind: 'lesson', skill }
  for (const { skill, done, open } of skills) if (done && !open.includes('practice')) yield { kind: 'practice', skill }
  while (skills.length > 0) for (const { skill } of skills) yield { kind: 'lesson', skill }
}
