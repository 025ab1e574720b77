import type { CourseDocument } from './document.ts'
import { tidyText } from './tidy-text.ts'

/** How far down a licence file its licence may be named: below a heading, but not somewhere in its terms. */
const FIRST_LINES = 10

/** Whether the licence that a course claims is another than its licence file names. False where either names none that is known. */
export function licenceConflict({ licence, licenceFile }: Pick<CourseDocument, 'licence' | 'licenceFile'>): boolean {
  return (
    licence !== null &&
    licenceFile !== null &&
    licencesDiffer(`${licence.name} ${licence.shortName ?? ''}`, licenceFile)
  )
}

/** The line of a licence file that names the licence, else its first that says something. */
export function licenceLine(text: string): string | null {
  const lines = text
    .toWellFormed()
    .replaceAll('\0', '')
    .split(/[\n\r]/)
    .flatMap((line) => tidyText(line).text ?? [])
  return lines.slice(0, FIRST_LINES).find(kindOf) ?? lines[0] ?? null
}

/** Whether two texts name different licences. False where either names none that is known here. */
export function licencesDiffer(a: string, b: string): boolean {
  const [first, second] = [kindOf(a), kindOf(b)]
  if (!first || !second) return false
  return first.name !== second.name || (!!first.version && !!second.version && first.version !== second.version)
}

function kindOf(text: string): { name: string; version?: string } | undefined {
  const lower = text.toLowerCase()
  const version = /\b\d\.\d\b/.exec(lower)?.[0]
  if (/\bcc0\b|public domain/.test(lower)) return { name: 'cc0' }
  if (/\battribution\b|\bcc[- ]by\b/.test(lower)) {
    const terms = { nc: /non-?commercial|\bnc\b/, nd: /no-?deriv|\bnd\b/, sa: /share-? ?alike|\bsa\b/ }
    const present = Object.entries(terms).flatMap(([term, pattern]) => (pattern.test(lower) ? term : []))
    return { name: ['by', ...present].join('-'), version }
  }
  const name = /\b(mit|apache|bsd|mozilla|affero|lesser general public|general public)\b/.exec(lower)?.[0]
  return name === undefined ? undefined : { name }
}
