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
