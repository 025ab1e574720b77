import { promptsOf } from '../language/main-form.ts'
import { countsOfSkills } from './counts.ts'
import type { CourseDocument } from './document.ts'
import { formsOf } from './forms-of.ts'
import { partId } from './identity.ts'
import { searchedFormsReader } from './search-terms.ts'

/** The rows of a course's units, skills and items; `ids` are those of the skills, by their slugs. */
export function editionRows(courseId: string, course: CourseDocument, ids: ReadonlyMap<string, string>) {
  const row = (id: string, position: number) => ({ id, course_id: courseId, position, retired: false })
  const unitId = (slug: string) => partId(course.slug, 'unit', slug)
  const skillId = (slug: string) => ids.get(slug)!
  const skills = course.units.flatMap((unit) => unit.skills.map((skill) => ({ unit, skill })))
  const targetWords = searchedFormsReader(course.target.code)
  const sourceWords = searchedFormsReader(course.source.code)
  return {
    units: course.units.map(({ slug, name }, i) => ({ ...row(unitId(slug), i), slug, name })),
    skills: skills.map(({ unit, skill }, i) => {
      const { words, phrases } = countsOfSkills([skill])
      return {
        ...row(skillId(skill.slug), i),
        unit_id: unitId(unit.slug),
        slug: skill.slug,
        name: skill.name,
        introduction: skill.introduction,
        images: skill.images,
        dictionary: skill.dictionary,
        words,
        phrases
      }
    }),
    items: skills.flatMap(({ skill }) =>
      skill.items.map((item, i) => {
        const [target, source] = [formsOf(item, 'target'), formsOf(item, 'source')]
        return {
          ...row(item.id, i),
          skill_id: skillId(skill.slug),
          kind: item.kind,
          target,
          source,
          target_prompts: promptsOf(target),
          source_prompts: promptsOf(source),
          target_words: targetWords(target),
          source_words: sourceWords(source),
          images: item.images,
          audio: item.audio
        }
      })
    )
  }
}
