import { hash } from 'node:crypto'

/**
 * Counts the ways in which rows have been derived from a document: items' forms, prompts and search terms, and the words
 * that resemble one another. Raise it with any change of theirs: a course that is imported again, itself unchanged, would
 * otherwise keep its old rows.
 */
export const DERIVATION = 3

/** What tells a stored edition of a course from any other: its content, as `contentOf` gives it, and how rows were derived from it. */
export const revisionOf = (content: string, derivation = DERIVATION): string =>
  hash('sha256', `${derivation} ${content}`, 'base64url').slice(0, 22)
