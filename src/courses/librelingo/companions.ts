import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { readFileWithin } from '../files.ts'
import { type Fault, fault } from '../report.ts'

/** The text of the licence file in the course folder or, where that is a repository's `course`, beside it. */
export async function readLicence(root: string, faults: Fault[]): Promise<string | undefined> {
  for (const folder of basename(root) === 'course' ? [root, dirname(root)] : [root]) {
    const names = await readdir(folder).catch(() => [])
    const name = names.sort().find((each) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(each))
    if (name === undefined) continue
    const place = { file: relative(root, join(folder, name)), line: 1 }
    const text = await readFileWithin(folder, name, place)
    if (typeof text === 'string') return text
    faults.push({ ...text, ...place })
  }
  return undefined
}

/** The Markdown beside a skill's file, if there is any. */
export async function readIntroduction(root: string, skillFile: string, faults: Fault[]): Promise<string | null> {
  const file = skillFile.replace(/(\.ya?ml)?$/, '.md')
  const place = { file, line: 1 }
  const text = await readFileWithin(root, file, place)
  if (typeof text !== 'string') {
    if (text.code !== 'missing-file') faults.push(text)
    return null
  }
  if (!text.includes('\0')) return text.trim() === '' ? null : text
  faults.push(fault(place, 'unusable-text', 'The introduction holds a NUL: left out'))
  return null
}
