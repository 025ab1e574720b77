import type { CourseDocument, Item, Skill } from '../../src/courses/document.ts'
import { itemId } from '../../src/courses/identity.ts'

/** A word, or a phrase where it ends with a full stop. */
export const item = (course: string, skill: string, target: string[], source: string[]): Item => ({
  id: itemId(course, skill, target[0]!, source[0]!),
  kind: target[0]!.endsWith('.') ? 'phrase' : 'word',
  target,
  source,
  patterns: { target: [], source: [] },
  images: [],
  audio: null
})

/** A Spanish course of three skills in two units; the skill `letters` is a dictionary only. */
export function smallCourse(slug = 'small-course', changes: Partial<CourseDocument> = {}): CourseDocument {
  const skill = (name: string, forms: [target: string, source: string][], rest: Partial<Skill> = {}): Skill => ({
    slug: name,
    name: `The ${name}`,
    introduction: `# ${name}`,
    images: [],
    items: forms.map(([target, source]) => item(slug, name, [target], [source])),
    dictionary: [{ side: 'target', term: name, meanings: ['a', 'b'] }],
    ...rest
  })
  return {
    slug,
    target: { code: 'es', name: 'Spanish' },
    source: { code: 'en', name: 'English' },
    licence: { name: 'CC0', shortName: null, link: null },
    licenceFile: null,
    attribution: null,
    repository: null,
    specialCharacters: ['ñ'],
    accents: 'note',
    units: [
      {
        slug: 'first',
        name: 'First',
        skills: [
          skill('animals', [
            ['el perro', 'the dog'],
            ['el gato', 'the cat'],
            ['la {casa de campo}', 'the {country house}'],
            ['una vaca', 'a cow'],
            ['El perro come pan.', 'The dog eats bread.'],
            ['El gato bebe leche.', 'The cat drinks milk.']
          ]),
          skill('letters', [])
        ]
      },
      {
        slug: 'second',
        name: 'Second',
        skills: [
          skill('food', [
            ['el pan', 'the bread'],
            ['la leche', 'the milk'],
            ['el queso', 'the cheese'],
            ['la manzana', 'the apple']
          ])
        ]
      }
    ],
    ...changes
  }
}

/** The course with one of its skills changed. */
export const withSkill = (course: CourseDocument, slug: string, change: (skill: Skill) => Skill): CourseDocument => ({
  ...course,
  units: course.units.map((unit) => ({
    ...unit,
    skills: unit.skills.map((skill) => (skill.slug === slug ? change(skill) : skill))
  }))
})
