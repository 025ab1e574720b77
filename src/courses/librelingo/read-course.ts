import { access, realpath } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { isMap } from 'yaml'
import type { CourseDocument, Unit } from '../document.ts'
import { readFileWithin } from '../files.ts'
import { type Fault, fault, type Place, quote } from '../report.ts'
import { freeSlug, hashedSlug, slugify } from '../slugs.ts'
import { readIntroduction, readLicence } from './companions.ts'
import { compareSkills } from './comparisons.ts'
import { readCourse } from './course.ts'
import { entryPool } from './dictionary.ts'
import { settleIds } from './items.ts'
import { leftoverFiles } from './leftovers.ts'
import type { Listed } from './listed.ts'
import { readModule } from './module.ts'
import { type LocatedSkill, readSkill } from './skill.ts'
import { type Budget, parseYaml, type YamlFile } from './yaml-file.ts'

/** Of a whole course; the largest published one has 2,300,000. */
const MAX_PARTS = 4_000_000

/** Words, phrases and different dictionary entries of a whole course; the largest published one has 7,000. */
const MAX_ENTRIES = 100_000

/** A course as it is read: what its files have in common. */
interface Reading {
  root: string
  head: Omit<CourseDocument, 'units'>
  faults: Fault[]
  budget: Budget
  /** The files that lists name. */
  named: Set<string>
  unitSlugs: Set<string>
  skills: Map<string, LocatedSkill>
  pooled: ReturnType<typeof entryPool>
  entries: number
}

/**
 * Reads a LibreLingo course: every fault of its content is survived and reported, none is thrown.
 * @param folder the folder that holds `course.yaml`, or that folder's parent if it is named `course`
 * @param progress told how many modules were read, of so many
 * @returns no course where there is nothing to store: no readable `course.yaml`, or no languages in it
 */
export async function readLibreLingo(
  folder: string,
  progress?: (done: number, of: number) => void
): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const faults: Fault[] = []
  const start = { file: 'course.yaml', line: 1 }
  const root = await courseFolder(folder)
  if (!root) {
    const message = `Neither ${folder} nor ${join(folder, 'course')} holds a course.yaml`
    return { course: undefined, faults: [fault(start, 'missing-file', message)] }
  }
  const budget = { parts: MAX_PARTS }
  const file = await openYaml({ root, faults, budget }, 'course.yaml', start)
  const read = file && readCourse(file, await readLicence(root, faults))
  if (!read) return { course: undefined, faults }

  const reading = {
    root,
    head: read.head,
    faults,
    budget,
    named: new Set<string>(),
    unitSlugs: new Set<string>(),
    skills: new Map(),
    pooled: entryPool(),
    entries: 0
  }
  const units: Unit[] = []
  for (const [index, listed] of read.modules.entries()) {
    units.push(...(await readUnit(reading, listed)))
    progress?.(index + 1, read.modules.length)
  }
  if (!read.modules.length)
    file.report(0, 'empty-module', 'The course lists no modules: name their folders under Modules')
  const leftovers = await leftoverFiles(root, reading.named)
  const skills = [...reading.skills.values()]
  const between = [...settleIds(skills, read.head.slug), ...compareSkills(skills)]
  return { course: { ...read.head, units }, faults: [...faults, ...leftovers, ...between] }
}

async function courseFolder(folder: string): Promise<string | undefined> {
  for (const candidate of [folder, join(folder, 'course')])
    try {
      await access(join(candidate, 'course.yaml'))
      return await realpath(candidate)
    } catch {
      // Not here.
    }
  return undefined
}

async function openYaml(
  { root, faults, budget }: Pick<Reading, 'root' | 'faults' | 'budget'>,
  path: string,
  listedAt: Place
): Promise<YamlFile | undefined> {
  const text = await readFileWithin(root, path, listedAt)
  if (typeof text !== 'string') {
    faults.push(text)
    return undefined
  }
  const file = parseYaml(path, text, faults, budget)
  if (isMap(file.root)) return file
  if (file.root) file.report(file.root, 'wrong-shape', 'The file is not a map of keys and values: left out')
  else if (!file.tooLarge) file.report(0, 'empty-file', 'The file holds nothing that could be read: left out')
  return undefined
}

async function readUnit(reading: Reading, { path, place }: Listed): Promise<Unit[]> {
  const { named, unitSlugs } = reading
  const moduleFile = join(path, 'module.yaml')
  named.add(moduleFile)
  const file = await openYaml(reading, moduleFile, place)
  if (!file) return []

  const { name, slug: given, skills: listed } = readModule(file)
  const slug = claimSlug(unitSlugs, [given ?? slugify(basename(path), hashedSlug('unit'))], file)
  const unit: Unit = { slug, name: name ?? basename(path), skills: [] }
  for (const skill of listed) {
    const located = await readListedSkill(reading, path, skill, slug)
    if (located) unit.skills.push(located.skill)
  }
  if (!unit.skills.length)
    file.report(
      0,
      'empty-module',
      listed.length
        ? 'The module has no skill that could be read: left out'
        : 'The module lists no skills: kept as it is'
    )
  if (listed.length && !unit.skills.length) return []
  unitSlugs.add(slug)
  return [unit]
}

async function readListedSkill(reading: Reading, module: string, listed: Listed, unitSlug: string) {
  const { root, head, faults, named, skills } = reading
  const path = isAbsolute(listed.path) ? listed.path : join(module, 'skills', listed.path)
  if (named.has(path)) {
    faults.push(fault(listed.place, 'listed-twice', `${quote(path)} is listed by another module already`))
    return undefined
  }
  named.add(path)
  const file = await openYaml(reading, path, listed.place)
  if (!file) return undefined

  const plain = slugify(basename(path).replace(/\.ya?ml$/, ''), hashedSlug('skill'))
  const slugFor = (given: string | undefined) =>
    claimSlug(skills, given === undefined ? [plain, `${unitSlug}-${plain}`] : [given], file)
  const located = readSkill(file, slugFor, head, await readIntroduction(root, path, faults))
  if (!fits(reading, located, file)) return undefined
  skills.set(located.skill.slug, located)
  return located
}

function claimSlug(taken: { has(slug: string): boolean }, candidates: [string, ...string[]], file: YamlFile): string {
  const slug = freeSlug(taken, candidates)
  if (slug !== candidates[0])
    file.report(
      0,
      'duplicate-slug',
      `The slug “${candidates[0]}” is taken: “${slug}” is used; rename the file or folder`
    )
  return slug
}

/** Whether there is room for a skill's entries, which are pooled; after one for which there is none nothing more is read. */
function fits(reading: Reading, { skill, items }: LocatedSkill, file: YamlFile): boolean {
  const dictionary = skill.dictionary.map(reading.pooled)
  reading.entries += items.length + dictionary.filter((entry, i) => entry === skill.dictionary[i]).length
  skill.dictionary = dictionary
  if (reading.entries <= MAX_ENTRIES) return true
  const message = `The course has more than ${MAX_ENTRIES} words, phrases and dictionary entries: left out, divide it`
  file.report(0, 'too-large', message)
  reading.budget.parts = 0
  return false
}
