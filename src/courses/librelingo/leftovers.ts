import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Fault, fault } from '../report.ts'

/**
 * What lies in the course folder and is not read: module and skill files that no list names, and `course.md`.
 * @param named the paths that lists name, relative to the course folder
 */
export async function leftoverFiles(root: string, named: ReadonlySet<string>): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const entry of await entriesOf(root)) {
    if (entry.name === 'course.md')
      faults.push(
        fault({ file: 'course.md', line: 1 }, 'not-kept', 'A course has no introduction of its own: left out')
      )
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue
    const files = [
      ...(await entriesOf(join(root, entry.name))).filter(({ name }) => name === 'module.yaml').map(({ name }) => name),
      ...(await entriesOf(join(root, entry.name, 'skills'))).map(({ name }) => `skills/${name}`)
    ].map((name) => `${entry.name}/${name}`)
    faults.push(...unlisted(files, named))
  }
  return faults
}

function unlisted(files: readonly string[], named: ReadonlySet<string>): Fault[] {
  const yaml = files.filter((file) => /\.ya?ml$/.test(file))
  const skills = new Set(yaml.map((file) => file.replace(/\.ya?ml$/, '')))
  const introductions = files.filter((file) => file.endsWith('.md') && !skills.has(file.slice(0, -'.md'.length)))
  return [
    ...yaml
      .filter((file) => !named.has(file))
      .map((file) =>
        fault({ file, line: 1 }, 'unlisted-file', 'No list names this file: left out; list it or remove it')
      ),
    ...introductions.map((file) =>
      fault(
        { file, line: 1 },
        'unlisted-file',
        'No skill lies beside this introduction: left out; name it as its skill'
      )
    )
  ]
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
