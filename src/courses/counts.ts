import type { CourseDocument, Skill } from './document.ts'

/** How much a course, or one of its skills, has to learn. */
export interface Counts {
  skills: number
  words: number
  phrases: number
}

/** How many skills, words and phrases a course has. */
export const countsOf = ({ units }: Pick<CourseDocument, 'units'>): Counts =>
  countsOfSkills(units.flatMap((unit) => unit.skills))

/** How many words and phrases some skills have together. */
export function countsOfSkills(skills: readonly Skill[]): Counts {
  const counts = { skills: skills.length, words: 0, phrases: 0 }
  for (const { items } of skills) for (const { kind } of items) counts[kind === 'word' ? 'words' : 'phrases']++
  return counts
}
