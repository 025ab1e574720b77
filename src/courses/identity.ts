import { v5 } from 'uuid'

const NAMESPACE = 'da0797e9-7f55-4711-bb79-775a778abc3c'

/**
 * The id of a word or phrase: UUIDv5 of its course, its skill and its main forms, so that it outlives every edit but that
 * of the main forms themselves. Case doesn't count.
 */
export function itemId(course: string, skill: string, target: string, source: string): string {
  return v5(
    JSON.stringify([course, skill, target, source].map((part) => part.normalize('NFC').toLowerCase())),
    NAMESPACE
  )
}

/** The id of a word or phrase, or the next that follows from the same where another item has that already. */
export function freeItemId(
  taken: { has(id: string): boolean },
  ...[course, skill, target, source]: Parameters<typeof itemId>
): string {
  let id = itemId(course, skill, target, source)
  for (let number = 2; taken.has(id); number++) id = itemId(course, `${skill}/${number}`, target, source)
  return id
}

/** Ids of courses, units and skills are made from their slugs (UUIDv5), so that every edition gives the same. */
const SLUGS = '6f0a2c1e-8d53-5b7a-9c41-2e7f4d9b1a60'

/** The id of a course. */
export const courseId = (slug: string): string => v5(slug, SLUGS)

/** The id that a unit or skill is given when it first comes. */
export const partId = (course: string, kind: 'unit' | 'skill', slug: string): string =>
  v5([course, kind, slug].join('/'), SLUGS)
