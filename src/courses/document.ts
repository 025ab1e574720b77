import { type Static, Type } from '@sinclair/typebox'
import { Closed, Nullable, StringEnum } from '../http/schema.ts'

/** The two languages of a course: the one taught (`target`) and the one its learners speak (`source`). */
export const Side = StringEnum(['target', 'source'], { description: 'The language taught, or the one learners speak' })
export type Side = Static<typeof Side>

export const Language = Closed(
  {
    code: Type.String({ description: 'BCP 47 tag', examples: ['es'] }),
    name: Type.String({ examples: ['Spanish'] })
  },
  { title: 'Language' }
)

export const DictionaryEntry = Closed(
  {
    side: Side,
    term: Type.String({ examples: ['perro'] }),
    meanings: Type.Array(Type.String(), { examples: [['dog', 'hound']] })
  },
  { title: 'DictionaryEntry' }
)
export type DictionaryEntry = Static<typeof DictionaryEntry>

/** A word or phrase. Forms keep their author's marks: `{post office}`, `(asides)`, `slash/alternatives`; the first is the main one. */
export const Item = Closed({
  id: Type.String({ format: 'uuid', description: 'UUIDv5 of course, skill and text pair: outlives edits elsewhere' }),
  kind: StringEnum(['word', 'phrase']),
  target: Type.Array(Type.String(), { minItems: 1 }),
  source: Type.Array(Type.String(), { minItems: 1 }),
  images: Type.Array(Type.String())
})
export type Item = Static<typeof Item>

export const Skill = Closed({
  slug: Type.String({ examples: ['animals'] }),
  name: Type.String({ examples: ['Animals'] }),
  introduction: Nullable(Type.String({ description: 'Markdown' })),
  images: Type.Array(Type.String()),
  items: Type.Array(Item),
  dictionary: Type.Array(DictionaryEntry)
})
export type Skill = Static<typeof Skill>

export const Unit = Closed({
  slug: Type.String({ examples: ['basics'] }),
  name: Type.String({ examples: ['Basics'] }),
  skills: Type.Array(Skill)
})
export type Unit = Static<typeof Unit>

/** A whole course, as every importer makes it and the database stores it. */
export const CourseDocument = Closed({
  slug: Type.String({ examples: ['spanish-from-english'] }),
  target: Language,
  source: Language,
  licence: Nullable(Closed({ name: Type.String(), shortName: Nullable(Type.String()), link: Nullable(Type.String()) })),
  licenceFile: Nullable(Type.String({ description: "First line of the course's licence file" })),
  repository: Nullable(Type.String()),
  specialCharacters: Type.Array(Type.String()),
  accents: StringEnum(['note', 'strict', 'ignore'], { description: 'What a missing accent costs in a typed answer' }),
  units: Type.Array(Unit)
})
export type CourseDocument = Static<typeof CourseDocument>
