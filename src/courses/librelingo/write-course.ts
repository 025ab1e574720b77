import type { CourseDocument, Unit } from '../document.ts'
import { courseSlug, freeSlug, slugify } from '../slugs.ts'
import { tidyHead, tidySkill, tidyUnitName } from '../tidy-course.ts'
import { yamlText } from '../yaml-text.ts'
import { entryWriter } from './write-dictionary.ts'
import { skillYaml } from './write-skill.ts'

/** A file of a course: its path within the course folder, with `/` between folders. */
export interface CourseFile {
  path: string
  text: string
}

/**
 * A course as the files of a LibreLingo course, made one by one, which `readLibreLingo` reads as the same document (as
 * `tidyCourse` of it, to be exact).
 */
export function* writeLibreLingo(course: CourseDocument): Generator<CourseFile> {
  const head = tidyHead(course)
  const folders = namesOf(course.units, 'unit')
  yield { path: 'course.yaml', text: courseYaml(head, folders) }
  if (head.licenceFile !== null) yield { path: 'LICENSE', text: `${head.licenceFile}\n` }

  const skillNames = namesOf(
    course.units.flatMap((unit) => unit.skills),
    'skill'
  ).values()
  const entryYaml = entryWriter()
  for (const [index, unit] of course.units.entries()) {
    const folder = folders[index]!
    const names = [...skillNames.take(unit.skills.length)]
    yield { path: `${folder}/module.yaml`, text: moduleYaml(unit, folder, names) }
    for (const [place, untidy] of unit.skills.entries()) {
      const [skill, name] = [tidySkill(untidy), names[place]!]
      const path = `${folder}/skills/${name}`
      yield { path: `${path}.yaml`, text: skillYaml(head, skill, name, entryYaml) }
      if (skill.introduction !== null) yield { path: `${path}.md`, text: withMark(skill.introduction) }
    }
  }
}

/** Names for files or folders: the slugs themselves where a reader makes the same slugs of them, and none of them twice. */
function namesOf(things: readonly { slug: string }[], kind: string): string[] {
  const taken = new Set<string>()
  return things.map(({ slug }) => {
    const isName = slugify(slug, () => '') === slug && !/^(licen[cs]e|copying)$/.test(slug)
    const name = freeSlug(taken, [isName ? slug : slugify(`${kind}-${slug}`, () => kind)])
    taken.add(name)
    return name
  })
}

function courseYaml(head: Omit<CourseDocument, 'units'>, folders: readonly string[]): string {
  const { licence, attribution, accents } = head
  const ours = {
    ...(head.slug !== courseSlug(head) && { Slug: head.slug }),
    ...(attribution !== null && { Attribution: attribution }),
    ...(accents !== 'note' && { Accents: accents })
  }
  return yamlText({
    Course: {
      Language: language(head.target),
      'For speakers of': language(head.source),
      ...(licence && {
        License: {
          Name: licence.name,
          ...(licence.shortName !== null && { 'Short name': licence.shortName }),
          ...(licence.link !== null && { Link: licence.link })
        }
      }),
      ...(head.repository !== null && { Repository: head.repository }),
      'Special characters': head.specialCharacters
    },
    Modules: folders.map((folder) => `${folder}/`),
    ...(Object.keys(ours).length > 0 && { Parlance: ours })
  })
}

const language = ({ name, code }: CourseDocument['target']) => ({ Name: name, 'IETF BCP 47': code })

const moduleYaml = (unit: Unit, folder: string, skills: readonly string[]): string =>
  yamlText({
    Module: { Name: tidyUnitName(unit), ...(folder !== unit.slug && { Slug: unit.slug }) },
    Skills: skills.map((skill) => `${skill}.yaml`)
  })

// Readers of UTF-8 leave out one byte order mark.
const withMark = (text: string) => (text.startsWith('\ufeff') ? `\ufeff${text}` : text)
