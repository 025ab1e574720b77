import { type Static, Type } from '@sinclair/typebox'
import { Closed, Nullable, StringEnum } from '../http/schema.ts'
import { LONGEST_FORM } from '../language/main-form.ts'

/** What names a course, a unit or a skill in URLs. */
export const Slug = (example: string) =>
  Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100, examples: [example] })

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

const Patterns = Type.Array(Type.String({ examples: ['(el|un) gato [negro]'] }), { default: [] })

const Forms = (...forms: string[]) =>
  Type.Array(Type.String({ maxLength: LONGEST_FORM }), { minItems: 1, examples: [forms] })

/** A word or phrase. Forms keep their author's marks: `{post office}`, `(asides)`, `slash/alternatives`; the first is the main one. */
export const Item = Closed(
  {
    id: Type.String({
      format: 'uuid',
      description:
        'Stays with the item through every edit; where it is left out, it is made of course, skill and main forms'
    }),
    kind: StringEnum(['word', 'phrase']),
    target: Forms('el gato', 'el minino'),
    source: Forms('the cat'),
    patterns: Closed(
      { target: Patterns, source: Patterns },
      { default: { target: [], source: [] }, description: 'Further answers, as `(one|another)` and `[optional]` parts' }
    ),
    images: Type.Array(Type.String(), { default: [] }),
    audio: Nullable(Type.String({ description: 'Where the main form of the language taught can be heard' }), {
      default: null
    })
  },
  { title: 'Item' }
)
export type Item = Static<typeof Item>

export const Skill = Closed({
  slug: Slug('animals'),
  name: Type.String({ examples: ['Animals'] }),
  introduction: Nullable(Type.String({ description: 'Markdown' }), { default: null }),
  images: Type.Array(Type.String(), { default: [] }),
  items: Type.Array(Item, { default: [] }),
  dictionary: Type.Array(DictionaryEntry, { default: [] })
})
export type Skill = Static<typeof Skill>

export const Unit = Closed({
  slug: Slug('basics'),
  name: Type.String({ examples: ['Basics'] }),
  skills: Type.Array(Skill)
})
export type Unit = Static<typeof Unit>

/**
 * A whole course, as every importer makes it and the database stores it. In a file, what has a `default` may be left out,
 * and so may an item's `id`.
 */
export const CourseDocument = Closed({
  slug: Slug('spanish-from-english'),
  target: Language,
  source: Language,
  licence: Nullable(
    Closed({
      name: Type.String(),
      shortName: Nullable(Type.String(), { default: null }),
      link: Nullable(Type.String(), { default: null })
    }),
    { default: null }
  ),
  licenceFile: Nullable(Type.String({ description: "The line of the course's licence file that names the licence" }), {
    default: null
  }),
  attribution: Nullable(Type.String({ description: 'Whom to name as its authors' }), { default: null }),
  repository: Nullable(Type.String(), { default: null }),
  specialCharacters: Type.Array(Type.String(), { default: [] }),
  accents: StringEnum(['note', 'strict', 'ignore'], {
    default: 'note',
    description: 'What a missing accent costs in a typed answer'
  }),
  units: Type.Array(Unit)
})
export type CourseDocument = Static<typeof CourseDocument>
