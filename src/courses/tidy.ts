import type { CourseDocument, DictionaryEntry, Item, Side, Skill } from './document.ts'
import { canonicalTag, languageTag } from './librelingo/languages.ts'
import { licenceLine } from './licence.ts'

/** The text with single spaces, on one line and none at its ends. */
export const singleSpaced = (text: string): string => text.replace(/\s{2,}|[\t\r\n]/g, ' ').trim()

/** A text as courses hold texts: single-spaced and in Unicode's composed form (NFC). */
export const tidyText = (text: string): string => singleSpaced(text).normalize('NFC')

const tidyTexts = (texts: readonly string[]): string[] => texts.map(tidyText).filter((text) => text !== '')

const tidyOrNull = (text: string | null): string | null => (text === null ? null : tidyText(text) || null)

/**
 * The document as it is once it has been written to files and read again: its texts tidy, those that say nothing left
 * out, equal forms, terms and meanings once.
 */
export const tidyCourse = (course: CourseDocument): CourseDocument => ({
  ...tidyHead(course),
  units: course.units.map((unit) => ({
    slug: unit.slug,
    name: tidyText(unit.name) || unit.slug,
    skills: unit.skills.map(tidySkill)
  }))
})

/** What a tidy document says of the course itself. */
export function tidyHead({ units: _, ...head }: CourseDocument): Omit<CourseDocument, 'units'> {
  const { target, source, licence, licenceFile, attribution, repository, specialCharacters } = head
  return {
    ...head,
    target: tidyLanguage(target),
    source: tidyLanguage(source),
    licence: tidyLicence(licence),
    licenceFile: licenceFile === null ? null : licenceLine(licenceFile),
    attribution: tidyOrNull(attribution),
    repository: tidyOrNull(repository),
    specialCharacters: tidyTexts(specialCharacters)
  }
}

function tidyLanguage({ code, name: untidy }: CourseDocument['target']): CourseDocument['target'] {
  const name = tidyText(untidy)
  return { code: canonicalTag(code) ?? languageTag(code, name).code, name }
}

function tidyLicence(licence: CourseDocument['licence']): CourseDocument['licence'] {
  if (licence === null) return null
  const shortName = tidyOrNull(licence.shortName)
  const name = tidyText(licence.name) || shortName
  return name === null ? null : { name, shortName, link: tidyOrNull(licence.link) }
}

/** A skill of a tidy document. */
export const tidySkill = (skill: Skill): Skill => ({
  slug: skill.slug,
  name: tidyText(skill.name) || skill.slug,
  introduction: skill.introduction?.trim() ? skill.introduction : null,
  images: tidyTexts(skill.images),
  items: skill.items.flatMap(tidyItem),
  dictionary: tidyDictionary(skill.dictionary)
})

function tidyItem(item: Item): Item[] {
  const [target, source] = [distinct(tidyTexts(item.target)), distinct(tidyTexts(item.source))]
  if (!target.length || !source.length) return []
  const patterns = { target: tidyTexts(item.patterns.target), source: tidyTexts(item.patterns.source) }
  const images = tidyTexts(item.images)
  const audio = tidyOrNull(item.audio)
  return [{ id: item.id.toLowerCase(), kind: item.kind, target, source, patterns, images, audio }]
}

const distinct = (texts: readonly string[]) => [...new Set(texts)]

function tidyDictionary(entries: readonly DictionaryEntry[]): DictionaryEntry[] {
  const meaningsOf: Record<Side, Map<string, Set<string>>> = { target: new Map(), source: new Map() }
  const order: DictionaryEntry[] = []
  for (const { side, term: untidy, meanings } of entries) {
    const term = tidyText(untidy)
    const tidy = tidyTexts(meanings)
    if (term === '' || tidy.length === 0) continue
    const known = meaningsOf[side].get(term)
    if (!known) order.push({ side, term, meanings: [] })
    meaningsOf[side].set(term, (known ?? new Set()).union(new Set(tidy)))
  }
  return order.map(({ side, term }) => ({ side, term, meanings: [...meaningsOf[side].get(term)!] }))
}
