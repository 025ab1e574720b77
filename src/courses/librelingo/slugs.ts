import { createHash } from 'node:crypto'
import type { Node } from 'yaml'
import type { CourseDocument, Side } from '../document.ts'
import { quote } from '../report.ts'
import { readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** Leaves room for a number within what a URL takes. */
const LONGEST = 90

/** A name as a slug of a–z, 0–9 and single hyphens; letters lose their marks, and other alphabets give the fallback. */
export function slugify(name: string, fallback: (name: string) => string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = bare.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  if (slug === '' || /[^\p{ASCII}]/u.test(bare.replace(/[^\p{L}\p{N}]/gu, ''))) return fallback(name)
  return slug.length <= LONGEST ? slug : `${slug.slice(0, LONGEST - 9).replace(/-$/, '')}-${digest(name)}`
}

/** A slug for a name without ASCII letters: the same name always gives the same. */
export const hashedSlug = (kind: string) => (name: string) => `${kind}-${digest(name)}`

/** The slug of a course, made of the names of its languages. */
export function courseSlug(course: Pick<CourseDocument, Side>): string {
  const [target, source] = [course.target, course.source].map(({ name, code }) =>
    slugify(name, () => slugify(code, hashedSlug('language')))
  )
  return `${target}-from-${source}`
}

const digest = (name: string) => createHash('sha256').update(name.normalize('NFC')).digest('hex').slice(0, 8)

/** The first of the candidates that is not taken, or else the last of them with the lowest free number from 2. */
export function freeSlug(taken: { has(slug: string): boolean }, candidates: readonly [string, ...string[]]): string {
  const free = candidates.find((slug) => !taken.has(slug))
  if (free !== undefined) return free
  let number = 2
  while (taken.has(`${candidates.at(-1)}-${number}`)) number++
  return `${candidates.at(-1)}-${number}`
}

/** Whether URLs take the text as the slug of a course, unit or skill. */
export const isSlug = (text: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 100

/** The slug that an author gave instead of the one that names would give; one that is none is reported. */
export function readSlug(file: YamlFile, node: Node | null): string | undefined {
  const slug = readText(file, node)
  if (slug === undefined || isSlug(slug)) return slug
  const message = `${quote(slug)} is no Slug, which is made of a–z, 0–9 and hyphens, 100 at most: left out`
  file.report(node!, 'unusable-value', message)
  return undefined
}
