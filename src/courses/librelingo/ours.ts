import type { Node } from 'yaml'
import { CourseDocument } from '../document.ts'
import { quote } from '../report.ts'
import { readFields, single } from './fields.ts'
import { readSlug } from './given-slug.ts'
import { readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** What a course says under `Parlance`: that for which LibreLingo has no word. */
export interface Ours extends Pick<CourseDocument, 'attribution' | 'accents'> {
  /** In place of the one that the languages' names make. */
  slug: string | undefined
}

/** What stands under `Parlance` in `course.yaml`; what cannot be used is reported and left out. */
export function readOurs(file: YamlFile, node: Node | null): Ours {
  const fields = readFields(file, node, '“Parlance”', { keys: ['Slug', 'Attribution', 'Accents'] })
  return {
    slug: readSlug(file, single(file, fields, 'Slug')),
    attribution: readText(file, single(file, fields, 'Attribution')) ?? null,
    accents: readAccents(file, single(file, fields, 'Accents'))
  }
}

const policies = CourseDocument.properties.accents as unknown as { enum: string[]; default: CourseDocument['accents'] }

function readAccents(file: YamlFile, node: Node | null): CourseDocument['accents'] {
  const text = readText(file, node)
  if (text === undefined) return policies.default
  if (policies.enum.includes(text)) return text as CourseDocument['accents']
  file.report(node!, 'unusable-value', `${quote(text)} is no Accents, which are ${policies.enum.join(', ')}: left out`)
  return policies.default
}
