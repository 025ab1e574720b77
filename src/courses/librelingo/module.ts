import { lists, readFields, single } from './fields.ts'
import { readSlug } from './given-slug.ts'
import { type Listed, readListed } from './listed.ts'
import { readText } from './text.ts'
import type { YamlFile } from './yaml-file.ts'

/** A module's name and slug, if it has them, and its skills in order: the names of files in its folder `skills`. */
export function readModule(file: YamlFile): { name: string | undefined; slug: string | undefined; skills: Listed[] } {
  const fields = readFields(file, file.root, 'module.yaml', { keys: ['Module', 'Skills'] })
  const head = readFields(file, single(file, fields, 'Module'), '“Module”', { keys: ['Name'], ours: ['Slug'] })
  const name = readText(file, single(file, head, 'Name'))
  if (name === undefined) file.report(0, 'missing-name', 'The module has no Name: its folder’s is shown')
  const slug = readSlug(file, single(file, head, 'Slug'))
  return { name, slug, skills: readListed(file, lists(file, fields, 'Skills')) }
}
