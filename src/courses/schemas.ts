import { type Static, Type } from '@sinclair/typebox'
import { Nullable } from '../http/schema.ts'
import { CourseDocument, DictionaryEntry, Item, Language, Slug } from './document.ts'

export const CourseSlug = Slug('italian-from-english')
export const SkillSlug = Slug('greetings')

/** A course as lists show it. */
export const CourseSummary = Type.Object(
  {
    slug: CourseSlug,
    target: { ...Language, description: 'The language taught' },
    source: { ...Language, description: 'The language its learners speak' },
    skills: Type.Integer({ examples: [13] }),
    words: Type.Integer({ examples: [82] }),
    phrases: Type.Integer({ examples: [112] })
  },
  { title: 'CourseSummary' }
)
export type CourseSummary = Static<typeof CourseSummary>

const SkillSummary = Type.Object({
  slug: SkillSlug,
  name: Type.String({ examples: ['Greetings'] }),
  images: Type.Array(Type.String()),
  words: Type.Integer({ examples: [8] }),
  phrases: Type.Integer({ examples: [7] })
})

/** A course with its units and their skills. */
export const CourseTree = Type.Object(
  {
    ...CourseSummary.properties,
    licence: CourseDocument.properties.licence,
    licenceFile: CourseDocument.properties.licenceFile,
    licenceConflict: Type.Boolean({ description: 'Whether `licence` and `licenceFile` name different licences' }),
    attribution: CourseDocument.properties.attribution,
    repository: CourseDocument.properties.repository,
    specialCharacters: CourseDocument.properties.specialCharacters,
    units: Type.Array(
      Type.Object({
        slug: Type.String({ examples: ['first-steps'] }),
        name: Type.String({ examples: ['First steps'] }),
        skills: Type.Array(SkillSummary)
      })
    )
  },
  { title: 'CourseTree' }
)
export type CourseTree = Static<typeof CourseTree>

/** What a learner reads before an exercise. */
export const SkillPage = Type.Object(
  {
    ...SkillSummary.properties,
    introduction: Nullable(Type.String({ description: 'Markdown, as its author wrote it' })),
    introductionHtml: Nullable(
      Type.String({ description: 'The introduction as HTML that is safe to show', examples: ['<h1>Greetings</h1>\n'] })
    ),
    items: Type.Array(
      Type.Object({
        id: Type.String({ format: 'uuid' }),
        target: Type.String({ examples: ['il gatto'] }),
        source: Type.String({ examples: ['the cat'] }),
        images: Type.Array(Type.String())
      }),
      { description: 'The words that the skill teaches, in order' }
    ),
    dictionary: Type.Array(DictionaryEntry)
  },
  { title: 'SkillPage' }
)
export type SkillPage = Static<typeof SkillPage>

/** A word or phrase that a search found. */
export const FoundItem = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    kind: Item.properties.kind,
    target: Type.String({ examples: ['il gatto'] }),
    source: Type.String({ examples: ['the cat'] }),
    skill: SkillSlug
  },
  { title: 'FoundItem' }
)
export type FoundItem = Static<typeof FoundItem>
