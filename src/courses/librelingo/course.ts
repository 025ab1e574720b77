import type { Node } from 'yaml'
import type { CourseDocument } from '../document.ts'
import { languageTag } from '../languages.ts'
import { licenceConflict, licenceLine } from '../licence.ts'
import { quote } from '../report.ts'
import { courseSlug } from '../slugs.ts'
import { type Fields, lists, readFields, single } from './fields.ts'
import { type Listed, readListed } from './listed.ts'
import { readOurs } from './ours.ts'
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
  const fields = readFields(file, file.root, 'course.yaml', {
    keys: ['Course', 'Modules', 'Settings'],
    ours: ['Parlance']
  })
  const course = readFields(file, single(file, fields, 'Course'), '“Course”', { keys: courseKeys })
  const target = readLanguage(file, course, 'Language')
  const source = readLanguage(file, course, 'For speakers of')
  if (!target || !source) return undefined

  const settings = single(file, fields, 'Settings')
  if (settings) file.report(settings, 'not-kept', 'Settings (audio, spelling) are not read: left out')
  const ours = readOurs(file, single(file, fields, 'Parlance'))
  const licence = readLicence(file, single(file, course, 'License'))
  const licenceFile = licenceText === undefined ? null : licenceLine(licenceText)
  const head: Omit<CourseDocument, 'units'> = {
    slug: ours.slug ?? courseSlug({ target, source }),
    target,
    source,
    licence: licence?.value ?? null,
    licenceFile,
    attribution: ours.attribution,
    repository: readText(file, single(file, course, 'Repository')) ?? null,
    specialCharacters: readTexts(file, lists(file, course, 'Special characters')),
    accents: ours.accents
  }
  if (licence && licenceConflict(head)) {
    const conflict = `${quote(licence.value.name)} here, ${quote(licenceFile!)} in the licence file`
    file.report(licence.node, 'licence-conflict', `${conflict}: both are stored, correct one`)
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

function readLicence(file: YamlFile, node: Node | null) {
  const fields = readFields(file, node, '“License”', { keys: ['Name', 'Short name', 'Link'] })
  const text = (key: string) => readText(file, single(file, fields, key)) ?? null
  const licence = { name: text('Name'), shortName: text('Short name'), link: text('Link') }
  const name = licence.name ?? licence.shortName
  return node && name !== null ? { node, value: { ...licence, name } } : undefined
}
