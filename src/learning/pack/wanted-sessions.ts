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
 * The sessions that may be packed besides those that are open, those to be studied first at the start: lessons of the
 * skills not yet done, in the order of the course.
 */
export function wantedSessions(skills: readonly PackableSkill[]): Wanted[] {
  return skills
    .filter(({ done, open }) => !done && !open.includes('lesson'))
    .map(({ skill }) => ({ kind: 'lesson', skill }))
}
