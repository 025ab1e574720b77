import type { Node } from 'yaml'
import { CourseDocument } from '../document.ts'
import { canonicalTag } from '../languages.ts'
import { quote } from '../report.ts'
import { readFields, single } from './fields.ts'
import { readSlug } from './given-slug.ts'
import { readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** What a course says under `Parlance`, in place of what its files would give or where LibreLingo has no word for it. */
export interface Ours {
  slug?: string
  target?: { code: string }
  source?: { code: string }
  attribution?: string
  accents?: CourseDocument['accents']
}

/** The keys under `Parlance` in `course.yaml`; what cannot be used is reported and left out. */
export const ourKeys = ['Slug', 'Target tag', 'Source tag', 'Attribution', 'Accents']

/** What stands under `Parlance` in `course.yaml`. */
export function readOurs(file: YamlFile, node: Node | null): Ours {
  const fields = readFields(file, node, '“Parlance”', { keys: ourKeys })
  const usable = (key: string, isUsable: (text: string) => boolean) => {
    const at = single(file, fields, key)
    const text = readText(file, at)
    if (text === undefined || isUsable(text)) return text
    file.report(at!, 'unusable-value', `${quote(text)} is no ${key}: left out`)
    return undefined
  }
  const language = (key: string) => {
    const code = usable(key, (text) => canonicalTag(text) === text)
    return code === undefined ? undefined : { code }
  }
  return {
    slug: readSlug(file, single(file, fields, 'Slug')),
    target: language('Target tag'),
    source: language('Source tag'),
    attribution: readText(file, single(file, fields, 'Attribution')),
    accents: usable('Accents', (text) => accents.includes(text)) as Ours['accents']
  }
}

const accents: readonly string[] = CourseDocument.properties.accents.enum
