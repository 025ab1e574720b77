import type { CourseDocument } from './document.ts'

/** How much there is to learn in a course. */
export interface Counts {
  skills: number
  words: number
  phrases: number
}

/** Counts a course's skills, words and phrases. */
export function countsOf({ units }: Pick<CourseDocument, 'units'>): Counts {
  const skills = units.flatMap((unit) => unit.skills)
  const items = skills.flatMap((skill) => skill.items)
  const words = items.filter((item) => item.kind === 'word').length
  return { skills: skills.length, words, phrases: items.length - words }
}
