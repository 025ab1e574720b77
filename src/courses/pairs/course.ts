import { setImmediate } from 'node:timers/promises'
import type { CourseDocument, Item, Side, Skill, Unit } from '../document.ts'
import { itemId } from '../identity.ts'
import { quote } from '../report.ts'
import { courseSlug } from '../slugs.ts'
import { type Entry, entryOf, joined } from './entry.ts'
import type { FaultLog } from './fault-log.ts'
import { claim, type Group, type Groups, noGroups } from './groups.ts'
import type { Pair } from './pair.ts'
import { usableName } from './texts.ts'

const MOST_ITEMS = 20_000
const MOST_SKILLS = 1_000
const PART = 20
/** Pairs after which others of the process have their turn. */
const BREATH = 200

/** What an importer knows of a course besides its pairs. */
export interface PairCourse extends Pick<CourseDocument, Side> {
  slug?: string
  licence?: CourseDocument['licence']
  attribution?: string
  /** How many items a skill may have before it is divided into parts of 20. */
  largestSkill: number
}

/**
 * A course of pairs: units and skills in the order in which they are first named, at most 20,000 items. Pairs that can't
 * be used are reported and left out, those with the same main forms in one skill are joined.
 */
export async function courseOfPairs(about: PairCourse, pairs: Iterable<Pair>, log: FaultLog): Promise<CourseDocument> {
  const { target, source, licence = null, attribution = null, largestSkill } = about
  const slug = about.slug ?? courseSlug(about)
  const groups = noGroups()
  const count = { pairs: 0, items: 0, skills: 0 }
  for (const pair of pairs) {
    if (++count.pairs % BREATH === 0) await setImmediate()
    const unit = usableName(pair.unit, target.name)
    const skill = usableName(pair.skill ?? '', unit)
    const isNew = !groups.units.get(unit)?.groups.has(skill)
    const entry = entryOf(pair, about, log)
    if (!entry) continue
    if (count.items === MOST_ITEMS || (isNew && count.skills === MOST_SKILLS)) {
      const limit = count.items === MOST_ITEMS ? `${MOST_ITEMS} items` : `${MOST_SKILLS} skills`
      log.report(pair.place, 'too-many', `A course has at most ${limit}: what follows is left out; divide the file`)
      break
    }
    if (isNew) count.skills++
    if (addItem(groups.of(unit, skill), slug, entry, pair, log)) count.items++
  }
  return {
    slug,
    target,
    source,
    licence,
    licenceFile: null,
    attribution,
    repository: null,
    specialCharacters: [],
    accents: 'note',
    units: unitsOf(groups, largestSkill)
  }
}

/** Whether the entry is a new item; otherwise it is joined to the one with the same main forms. */
function addItem(group: Group, course: string, entry: Entry, { place }: Pair, log: FaultLog): boolean {
  const id = itemId(course, group.slug, entry.target[0]!, entry.source[0]!)
  const earlier = group.items.get(id)
  if (!earlier) {
    group.items.set(id, { item: { id, ...entry }, place })
    return true
  }
  const what = `${quote(entry.target[0]!)} – ${quote(entry.source[0]!)}`
  log.report(place, 'duplicate-item', `${what} is on line ${earlier.place.line} already: the two are joined`)
  earlier.item = joined(earlier.item, entry, place, log)
  return false
}

function unitsOf({ units, slugs }: Groups, largestSkill: number): Unit[] {
  return Array.from(units.values(), ({ name, slug, groups }) => ({
    slug,
    name,
    skills: [...groups.values()].flatMap((group) => skillsOf(group, slugs, largestSkill))
  }))
}

/** A group as one skill or several. Ids are made of the group's slug, so that no item changes its own with its part. */
function skillsOf({ name, slug, items }: Group, slugs: Set<string>, largestSkill: number): Skill[] {
  const all = Array.from(items.values(), ({ item }) => item)
  const skill = (skillSlug: string, skillName: string, some: Item[]): Skill => ({
    slug: skillSlug,
    name: skillName,
    introduction: null,
    images: [],
    items: some,
    dictionary: []
  })
  if (all.length <= largestSkill) return [skill(slug, name, all)]
  return Array.from({ length: Math.ceil(all.length / PART) }, (_, index) => {
    const part = all.slice(index * PART, (index + 1) * PART)
    return skill(claim(slugs, [`${slug}-${index + 1}`]), `${name} ${index + 1}`, part)
  })
}
