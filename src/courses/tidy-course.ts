import type { CourseDocument, DictionaryEntry, Item, Side, Skill, Unit } from './document.ts'
import { languageTag } from './languages.ts'
import { licenceLine } from './licence.ts'
import { tidyText } from './tidy-text.ts'

const tidy = (text: string): string => tidyText(text).text ?? ''

const tidyTexts = (texts: readonly string[]): string[] => texts.map(tidy).filter((text) => text !== '')

const tidyOrNull = (text: string | null): string | null => (text === null ? null : tidy(text) || null)

/**
 * The document as it is once it has been written to files and read again: its texts tidy, those that say nothing left
 * out, equal forms, terms and meanings once.
 */
export const tidyCourse = (course: CourseDocument): CourseDocument => ({
  ...tidyHead(course),
  units: course.units.map((unit) => ({
    slug: unit.slug,
    name: tidyUnitName(unit),
    skills: unit.skills.map(tidySkill)
  }))
})

/** The name of a unit of a tidy document. */
export const tidyUnitName = ({ name, slug }: Unit): string => tidy(name) || slug

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
  const name = tidy(untidy)
  return { code: languageTag(code, name).code, name }
}

function tidyLicence(licence: CourseDocument['licence']): CourseDocument['licence'] {
  if (licence === null) return null
  const shortName = tidyOrNull(licence.shortName)
  const name = tidy(licence.name) || shortName
  return name === null ? null : { name, shortName, link: tidyOrNull(licence.link) }
}

/** A skill of a tidy document. */
export const tidySkill = (skill: Skill): Skill => ({
  slug: skill.slug,
  name: tidy(skill.name) || skill.slug,
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
    const term = tidy(untidy)
    const kept = tidyTexts(meanings)
    if (term === '' || kept.length === 0) continue
    const known = meaningsOf[side].get(term)
    if (known) for (const meaning of kept) known.add(meaning)
    else {
      order.push({ side, term, meanings: [] })
      meaningsOf[side].set(term, new Set(kept))
    }
  }
  return order.map(({ side, term }) => ({ side, term, meanings: [...meaningsOf[side].get(term)!] }))
}
