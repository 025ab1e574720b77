import type { CourseDocument, Item } from '../document.ts'
import { freeItemId, itemId } from '../identity.ts'
import { languageTag } from '../languages.ts'
import { patternFaults } from '../pattern-faults.ts'
import { type FaultCode, quote, type Severity, severities } from '../report.ts'
import { tidyCourse } from '../tidy-course.ts'
import { completed, type WithoutIds } from './complete.ts'
import { type Path, pointerOf, type Violation } from './paths.ts'
import { CourseFile } from './schema.ts'
import { violationsOf } from './violations.ts'

/** More would only fill memory: of faults, and of items' forms, of which the largest published course has 8,000. */
const MOST_FAULTS = 10_000
const MOST_FORMS = 250_000

/** A fault of a course that came as JSON, and the JSON Pointer to it. */
export interface DocumentFault {
  pointer: string
  code: FaultCode
  severity: Severity
  message: string
}

/** A JSON value as a course: completed, tidy, with an id for every item; no course where a fault is an error. */
export function documentOf(value: unknown): { course: CourseDocument | undefined; faults: DocumentFault[] } {
  const { course, violations } = checkedDocument(value)
  const faults = violations.map(({ path, code, message }) => ({
    pointer: pointerOf(path),
    code,
    severity: severities[code],
    message
  }))
  return { course, faults }
}

/** The same, with the paths to what is wrong. */
export function checkedDocument(value: unknown): { course: CourseDocument | undefined; violations: Violation[] } {
  const violations = violationsOf(CourseFile, value)
  if (violations.length) return { course: undefined, violations }
  const forms = countOfForms(value as WithoutIds)
  if (forms > MOST_FORMS) {
    const message = `${forms} forms of words and phrases: ${MOST_FORMS} is the limit, divide the course`
    return { course: undefined, violations: [{ path: ['units'], code: 'too-large', message }] }
  }
  let errors = 0
  const report = (violation: Violation) => {
    if (severities[violation.code] === 'error') errors++
    if (violations.length < MOST_FAULTS) violations.push(violation)
  }
  const written = completed(value, report)
  for (const side of ['target', 'source'] as const) tagged(written, side, report)
  checkSlugs(written, report)
  const course = tidyCourse(identified(written, report))
  return { course: errors ? undefined : course, violations }
}

type Forms = Record<'target' | 'source', unknown[]>

function countOfForms({ units }: { units: { skills: { items?: Forms[] }[] }[] }): number {
  let forms = 0
  for (const { skills } of units)
    for (const { items = [] } of skills) for (const { target, source } of items) forms += target.length + source.length
  return forms
}

type Report = (violation: Violation) => void

function tagged(course: WithoutIds, side: 'target' | 'source', report: Report): void {
  const { code, complaint } = languageTag(course[side].code, course[side].name)
  if (complaint) {
    const message = `${complaint}: “${code}” is stored; write the right BCP 47 tag`
    report({ path: [side, 'code'], code: 'language-tag', message })
  }
  course[side].code = code
}

function checkSlugs(course: WithoutIds, report: Report): void {
  const seen = { unit: new Map<string, string>(), skill: new Map<string, string>() }
  const isNew = (kind: 'unit' | 'skill', slug: string, path: Path) => {
    const earlier = seen[kind].get(slug)
    if (earlier === undefined) seen[kind].set(slug, pointerOf(path.slice(0, -1)))
    else report({ path, code: 'repeated-slug', message: `The ${kind} at ${earlier} is ${quote(slug)} too: rename one` })
  }
  for (const [u, unit] of course.units.entries()) {
    isNew('unit', unit.slug, ['units', u, 'slug'])
    for (const [s, skill] of unit.skills.entries()) isNew('skill', skill.slug, ['units', u, 'skills', s, 'slug'])
  }
}

/** The ids of items whose forms or skill they were not made of, or are no more: another may have these forms now. */
function correctedIds(course: WithoutIds): Set<string> {
  const ids = new Set<string>()
  for (const { slug, items } of course.units.flatMap(({ skills }) => skills))
    for (const { id, target, source } of items)
      if (id !== undefined && id.toLowerCase() !== itemId(course.slug, slug, target[0]!, source[0]!))
        ids.add(id.toLowerCase())
  return ids
}

/** The course with an id for every item: its own or, where it gives none, that of its main forms. */
function identified(course: WithoutIds, report: Report): CourseDocument {
  const seen = new Map<string, string>()
  const corrected = correctedIds(course)
  const withId = (item: WithoutIds['units'][number]['skills'][number]['items'][number], skill: string, path: Path) => {
    const id = (item.id ?? freeItemId(corrected, course.slug, skill, item.target[0]!, item.source[0]!)).toLowerCase()
    const earlier = seen.get(id)
    if (earlier === undefined) seen.set(id, pointerOf(path))
    else {
      const what = item.id === undefined ? 'has the same main forms' : `has the id ${id}`
      report({ path, code: 'repeated-id', message: `The item at ${earlier} ${what} too: join or change one` })
    }
    const forms = {
      target: distinct(item.target, [...path, 'target']),
      source: distinct(item.source, [...path, 'source'])
    }
    const identified: Item = Object.assign({ id }, item, forms, { id })
    for (const { side, index, code, message } of patternFaults(identified))
      report({ path: [...path, 'patterns', side, index], code, message })
    return identified
  }
  const distinct = (forms: string[], path: Path) => {
    const different = [...new Set(forms)]
    if (different.length < forms.length)
      report({ path, code: 'repeated-form', message: 'A form is given twice: once is enough' })
    return different
  }
  return {
    ...course,
    units: course.units.map((unit, u) => ({
      ...unit,
      skills: unit.skills.map((skill, s) => ({
        ...skill,
        items: skill.items.map((item, i) => withId(item, skill.slug, ['units', u, 'skills', s, 'items', i]))
      }))
    }))
  }
}
