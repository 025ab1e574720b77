import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { CourseDocument } from '../courses/document.ts'
import { itemsOf, type PlacedItem, skillsOf } from './placed-items.ts'
import { applyRenames, proposeRenames, renamedSkills } from './renames.ts'

/** Of each kind of change so many are told one by one; the counts are of all. */
const MOST_TOLD = 200

const Told = <T extends TSchema>(item: T) => Type.Array(item, { maxItems: MOST_TOLD })
const Slugs = Told(Type.String({ examples: ['animals'] }))
const ItemId = Type.String({ format: 'uuid' })
const Texts = Type.Object({ target: Type.Array(Type.String()), source: Type.Array(Type.String()) })
const Wording = Type.Object({ ...Texts.properties, patterns: Texts })
const TheItem = Type.Object({ id: ItemId, skill: Type.String(), ...Wording.properties })

export const Renames = Type.Array(
  Type.Object({ from: ItemId, to: ItemId }, { additionalProperties: false, title: 'Rename' }),
  { description: 'Items that are old ones corrected: the id that the edit gives, and the one that learners know' }
)

/** What an edition changes; of each kind at most 200 are listed, the counts are of all. */
export const Difference = Type.Object(
  {
    course: Type.Array(Type.String(), {
      description: 'Fields of the course itself that differ',
      examples: [['licence']]
    }),
    skills: Type.Object({
      added: Slugs,
      removed: Slugs,
      renamed: Told(Type.Object({ from: Type.String(), to: Type.String() })),
      changed: Slugs
    }),
    items: Type.Object({
      added: Told(TheItem),
      removed: Told(TheItem),
      moved: Told(Type.Object({ id: ItemId, from: Type.String(), to: Type.String() })),
      changed: Told(Type.Object({ id: ItemId, skill: Type.String(), before: Wording, after: Wording }))
    }),
    counts: Type.Object({
      added: Type.Integer(),
      removed: Type.Integer(),
      moved: Type.Integer(),
      changed: Type.Integer()
    }),
    renames: Renames
  },
  { title: 'CourseDifference' }
)
export type Difference = Static<typeof Difference>

/** What changes between two editions, once the renames that it proposes are made; and the items that learners may notice. */
export function difference(before: CourseDocument | undefined, edited: CourseDocument) {
  const renames = proposeRenames(before, edited)
  const after = applyRenames(edited, renames)
  const [old, now] = [itemsOf(before), itemsOf(after)]
  const [oldSkills, nowSkills] = [skillsOf(before), skillsOf(after)]
  const former = before ? renamedSkills(before, after) : new Map<string, string>()
  const formerSlug = (slug: string) => former.get(slug) ?? slug
  const heirs = new Set(former.values())

  const both = [...now.values()].flatMap((placed) => {
    const was = old.get(placed.item.id)
    return was ? [{ was, placed }] : []
  })
  const added = [...now.values()].filter(({ item }) => !old.has(item.id))
  const removed = [...old.values()].filter(({ item }) => !now.has(item.id))
  const moved = both.filter(({ was, placed }) => was.skill !== formerSlug(placed.skill))
  const changed = both.filter(({ was, placed }) => JSON.stringify(was.item) !== JSON.stringify(placed.item))
  const told: Difference = {
    course: headChanges(before, after),
    skills: {
      added: cut([...nowSkills.keys()].filter((slug) => !oldSkills.has(formerSlug(slug)))),
      removed: cut([...oldSkills.keys()].filter((slug) => !nowSkills.has(slug) && !heirs.has(slug))),
      renamed: cut([...former].map(([to, from]) => ({ from, to }))),
      changed: cut(
        [...nowSkills.values()].flatMap(({ items: _, slug, ...rest }) => {
          const { items: __, slug: ___, ...was } = oldSkills.get(formerSlug(slug)) ?? { items: [], slug, ...rest }
          return JSON.stringify(was) === JSON.stringify(rest) ? [] : [slug]
        })
      )
    },
    items: {
      added: cut(added).map(tell),
      removed: cut(removed).map(tell),
      moved: cut(moved).map(({ was, placed }) => ({ id: placed.item.id, from: was.skill, to: placed.skill })),
      changed: cut(changed).map(({ was, placed }) => ({
        id: placed.item.id,
        skill: placed.skill,
        before: wordingOf(was),
        after: wordingOf(placed)
      }))
    },
    counts: { added: added.length, removed: removed.length, moved: moved.length, changed: changed.length },
    renames
  }
  const touched = [...removed, ...changed.map(({ placed }) => placed)].map(({ item }) => item.id)
  return { told, touched }
}

const cut = <T>(all: T[]): T[] => all.slice(0, MOST_TOLD)

const wordingOf = ({ item: { target, source, patterns } }: PlacedItem) => ({ target, source, patterns })

const tell = (placed: PlacedItem) => ({ id: placed.item.id, skill: placed.skill, ...wordingOf(placed) })

const headFields = Object.keys(CourseDocument.properties).filter((name) => name !== 'units') as (keyof CourseDocument)[]

const headChanges = (before: CourseDocument | undefined, after: CourseDocument) =>
  before ? headFields.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])) : []
