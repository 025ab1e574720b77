import type { Node } from 'yaml'
import type { CourseDocument } from '../document.ts'
import { languageTag } from '../languages.ts'
import { quote } from '../report.ts'
import { courseSlug } from '../slugs.ts'
import { type Fields, lists, readFields, single } from './fields.ts'
import { firstLine, licencesDiffer } from './licence.ts'
import { type Listed, readListed } from './listed.ts'
import { readText, readTexts } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

const courseKeys = ['Language', 'For speakers of', 'License', 'Repository', 'Special characters']

/**
 * What `course.yaml` says of a course, and its modules in order; undefined, and reported, without its two languages.
 * @param licenceText the course's licence file, where there is one
 */
export function readCourse(
  file: YamlFile,
  licenceText: string | undefined
): { head: Omit<CourseDocument, 'units'>; modules: Listed[] } | undefined {
  const fields = readFields(file, file.root, 'course.yaml', { keys: ['Course', 'Modules', 'Settings'] })
  const course = readFields(file, single(file, fields, 'Course'), '“Course”', { keys: courseKeys })
  const target = readLanguage(file, course, 'Language')
  const source = readLanguage(file, course, 'For speakers of')
  if (!target || !source) return undefined

  const settings = single(file, fields, 'Settings')
  if (settings) file.report(settings, 'not-kept', 'Settings (audio, spelling) are not read: left out')
  const licence = readLicence(file, single(file, course, 'License'), licenceText)
  const head: Omit<CourseDocument, 'units'> = {
    slug: courseSlug({ target, source }),
    target,
    source,
    licence,
    licenceFile: licenceText === undefined ? null : firstLine(licenceText),
    repository: readText(file, single(file, course, 'Repository')) ?? null,
    specialCharacters: readTexts(file, lists(file, course, 'Special characters')),
    accents: 'note',
    attribution: null
  }
  return { head, modules: readListed(file, lists(file, fields, 'Modules')) }
}

function readLanguage(file: YamlFile, course: Fields, key: string): CourseDocument['target'] | undefined {
  const node = single(file, course, key)
  const language = readFields(file, node, quote(key), { keys: ['Name', 'IETF BCP 47'] })
  const name = readText(file, single(file, language, 'Name'))
  if (name === undefined) {
    file.report(
      node ?? 0,
      'missing-language',
      `The course has no ${key} with a Name: nothing can be imported without it`
    )
    return undefined
  }
  const tagNode = single(file, language, 'IETF BCP 47')
  const { code, complaint } = languageTag(readText(file, tagNode), name)
  if (complaint)
    file.report(tagNode ?? node!, 'language-tag', `${complaint}: “${code}” is stored; write the right BCP 47 tag`)
  return { code, name }
}

function readLicence(file: YamlFile, node: Node | null, licenceText: string | undefined): CourseDocument['licence'] {
  const fields = readFields(file, node, '“License”', { keys: ['Name', 'Short name', 'Link'] })
  const text = (key: string) => readText(file, single(file, fields, key)) ?? null
  const licence = { name: text('Name'), shortName: text('Short name'), link: text('Link') }
  const name = licence.name ?? licence.shortName
  if (name === null) return null
  if (licenceText !== undefined && licencesDiffer(`${name} ${licence.shortName ?? ''}`, licenceText.slice(0, 300)))
    file.report(
      node!,
      'licence-conflict',
      `${quote(name)} here, ${quote(firstLine(licenceText)!)} in the licence file: both are stored, correct one`
    )
  return { ...licence, name }
}
