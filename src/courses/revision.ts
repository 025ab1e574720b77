import { hash } from 'node:crypto'
import { canonicalText } from './canonical.ts'
import type { CourseDocument } from './document.ts'

/**
 * Counts the ways in which rows have been derived from a document: items' prompts, and the words that resemble one another.
 * Raise it with any change of theirs: a course that is imported again, itself unchanged, would otherwise keep its old rows.
 */
export const DERIVATION = 1

/** What tells a stored edition of a course from any other: the document, and how rows were derived from it. */
export const revisionOf = (course: CourseDocument, derivation = DERIVATION): string =>
  hash('sha256', `${derivation} ${canonicalText(course)}`, 'base64url').slice(0, 22)
