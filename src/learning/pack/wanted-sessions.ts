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
 * course, lessons of the skills not yet done, in the order of the course, and then practice of those done.
 */
export function wantedSessions(skills: readonly PackableSkill[], isReviewOpen: boolean): Wanted[] {
  const lessons = skills.filter(({ done, open }) => !done && !open.includes('lesson'))
  const practice = skills.filter(({ done, open }) => done && !open.includes('practice'))
  return [
    ...(isReviewOpen ? [] : [{ kind: 'review' } as const]),
    ...lessons.map(({ skill }) => ({ kind: 'lesson', skill }) as const),
    ...practice.map(({ skill }) => ({ kind: 'practice', skill }) as const)
  ]
}
