import type { Item } from '../document.ts'
import type { Place } from '../report.ts'
import { freeSlug, hashedSlug, slugify } from '../slugs.ts'

/** The items under one skill's name; a long one is divided into parts when all are known. */
export interface Group {
  name: string
  slug: string
  /** By id, each with the place of the first pair that gave it. */
  items: Map<string, { item: Item; place: Place }>
}

export interface UnitGroups {
  name: string
  slug: string
  groups: Map<string, Group>
}

/** The units and groups of a course in the making, in the order in which they were first asked for. */
export interface Groups {
  readonly units: Map<string, UnitGroups>
  readonly slugs: Set<string>
  /** The group of these names, made where it is new. */
  of(unit: string, skill: string): Group
}

/** No units yet. */
export function noGroups(): Groups {
  const units = new Map<string, UnitGroups>()
  const unitSlugs = new Set<string>()
  const slugs = new Set<string>()
  return {
    units,
    slugs,
    of(unitName, name) {
      const unit = units.get(unitName) ?? {
        name: unitName,
        slug: claim(unitSlugs, [slugify(unitName, hashedSlug('unit'))]),
        groups: new Map<string, Group>()
      }
      units.set(unitName, unit)
      const group = unit.groups.get(name) ?? { name, slug: claim(slugs, skillSlugs(unitName, name)), items: new Map() }
      unit.groups.set(name, group)
      return group
    }
  }
}

const skillSlugs = (unit: string, skill: string): [string, string] => [
  slugify(skill, hashedSlug('skill')),
  slugify(`${unit} ${skill}`, hashedSlug('skill'))
]

/** A free slug, which from now on is taken. */
export function claim(taken: Set<string>, candidates: readonly [string, ...string[]]): string {
  const slug = freeSlug(taken, candidates)
  taken.add(slug)
  return slug
}
