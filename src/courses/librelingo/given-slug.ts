import type { Node } from 'yaml'
import { quote } from '../report.ts'
import { isSlug } from '../slugs.ts'
import { readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** The slug that an author gave instead of the one that names would give; one that is none is reported. */
export function readSlug(file: YamlFile, node: Node | null): string | undefined {
  const slug = readText(file, node)
  if (slug === undefined || isSlug(slug)) return slug
  const message = `${quote(slug)} is no Slug, which is made of a–z, 0–9 and hyphens, 100 at most: left out`
  file.report(node!, 'unusable-value', message)
  return undefined
}
