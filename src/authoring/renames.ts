import type { CourseDocument, Side } from '../courses/document.ts'
import { loose } from '../language/loose.ts'
import { itemsOf, mapItems, type Outline, type OutlinedItem, type PlacedItem, skillsOf } from './placed-items.ts'

/** An item that an edit has given a new id, and the id under which learners know it. */
export interface Rename {
  from: string
  to: string
}

/**
 * Which new items are old ones corrected or moved: those with the same two main forms wherever they stand, then those of
 * the same skill and kind of which one main form is the same, as long as nothing else could be meant. `from` is the id
 * that the edit gives, `to` the one to keep.
 */
export function proposeRenames(before: Outline | undefined, after: Outline): Rename[] {
  const [old, now] = [itemsOf(before), itemsOf(after)]
  const gone = [...old.values()].filter(({ item }) => !now.has(item.id))
  const added = [...now.values()].filter(({ item }) => !old.has(item.id))
  const formerSlug = before ? renamedSkills(before, after, pairs(gone, added, samePair)) : new Map<string, string>()
  const inSkill = (side: Side) => (placed: PlacedItem<OutlinedItem>) =>
    JSON.stringify([formerSlug.get(placed.skill) ?? placed.skill, placed.item.kind, side, form(placed, side)])

  const renames: Rename[] = []
  for (const key of [samePair, inSkill('source'), inSkill('target')]) {
    const taken = new Set(renames.flatMap(({ from, to }) => [from, to]))
    const isFree = ({ item }: PlacedItem<OutlinedItem>) => !taken.has(item.id)
    renames.push(...pairs(gone.filter(isFree), added.filter(isFree), key))
  }
  return renames
}

/** The course with these items under the ids that they had. */
export function applyRenames(course: CourseDocument, renames: readonly Rename[]): CourseDocument {
  if (renames.length === 0) return course
  const idOf = new Map(renames.map(({ from, to }) => [from, to]))
  return mapItems(course, (item) => ({ ...item, id: idOf.get(item.id) ?? item.id }))
}

/**
 * The former slugs of skills that have a new one, by the new: those that hold more than half of the items of a skill that
 * has gone, or the very dictionary of it. `renames` are of items whose ids differ still.
 */
export function renamedSkills(before: Outline, after: Outline, renames: readonly Rename[] = []): Map<string, string> {
  const [old, now] = [skillsOf(before), skillsOf(after)]
  const idOf = new Map(renames.map(({ from, to }) => [from, to]))
  const former = new Map<string, string>()
  for (const skill of old.values()) {
    if (now.has(skill.slug)) continue
    const ids = new Set(skill.items.map(({ id }) => id))
    const heir = [...now.values()].find(({ slug, items, dictionary }) => {
      if (old.has(slug) || former.has(slug)) return false
      if (ids.size === 0)
        return dictionary.length > 0 && JSON.stringify(dictionary) === JSON.stringify(skill.dictionary)
      return items.filter(({ id }) => ids.has(idOf.get(id) ?? id)).length * 2 > ids.size
    })
    if (heir) former.set(heir.slug, skill.slug)
  }
  return former
}

const form = ({ item }: PlacedItem<OutlinedItem>, side: Side) => loose(item[side][0]!)

const samePair = (placed: PlacedItem<OutlinedItem>) =>
  JSON.stringify([placed.item.kind, form(placed, 'target'), form(placed, 'source')])

/** Pairs those of both that alone have a key. */
function pairs(
  gone: PlacedItem<OutlinedItem>[],
  added: PlacedItem<OutlinedItem>[],
  key: (placed: PlacedItem<OutlinedItem>) => string
): Rename[] {
  const old = Map.groupBy(gone, key)
  return [...Map.groupBy(added, key)].flatMap(([key, now]) => {
    const former = old.get(key)
    return now.length === 1 && former?.length === 1 ? [{ from: now[0]!.item.id, to: former[0]!.item.id }] : []
  })
}
