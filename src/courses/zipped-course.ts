import { basename, join, posix } from 'node:path'
import { type FormatName, formatByName } from './formats.ts'
import { type Fault, fault, quote } from './report.ts'
import { unpack } from './zip.ts'

/** In bytes: as much as any reader takes of one file. */
const MAX_FILE = 25_000_000

/** Texts that a LibreLingo course is made of; its images and sounds are not read. */
const isCourseText = (name: string) => /\.(ya?ml|md|txt)$/i.test(name) || /(^|\/)(licen[cs]e|copying)$/i.test(name)

/** What computers add to a zip without being asked. */
const isLitter = (name: string) => /(^|\/)(__MACOSX\/|\.[^/]*|Thumbs\.db$)/i.test(name)

/**
 * Unpacks the course in a zip: the LibreLingo folder whose course.yaml is at the root, in `course/`, or in either place of
 * one folder at the top; or else the only file whose name tells a format.
 */
export async function unpackCourse(
  zip: string,
  scratch: string
): Promise<{ path: string; format: FormatName } | { fault: Fault }> {
  let found: { path: string; format: FormatName } | undefined
  let complaint = ''
  const failed = await unpack(zip, scratch, MAX_FILE, (all) => {
    const names = all.filter((name) => !isLitter(name))
    const [home, ...others] = names.filter((name) => /^([^/]+\/){0,2}course\.yaml$/.test(name)).filter(isHome)
    if (home !== undefined && others.length === 0) {
      found = { path: join(scratch, posix.dirname(home)), format: 'librelingo' }
      // A licence file may lie beside a folder named `course`.
      const root = posix.dirname(home).replace(/(^|\/)course$/, '')
      return chosen(names.filter((name) => isCourseText(name) && isWithin(name, root)))
    }
    const files = names.flatMap((name) => {
      const format = formatByName(name)
      return format && home === undefined ? [{ name, format }] : []
    })
    if (files.length === 1) {
      const [{ name, format }] = files as [(typeof files)[0]]
      found = { path: join(scratch, posix.basename(name)), format }
      return new Map([[name, posix.basename(name)]])
    }
    const several = home === undefined ? files.map(({ name }) => name) : [home, ...others]
    complaint = several.length
      ? `The zip has several courses, such as ${several.slice(0, 2).map(quote).join(' and ')}: pack one alone`
      : 'The zip has neither a course.yaml, at its root or in a folder, nor a file of another format'
    return new Map()
  })
  if (failed) return { fault: failed }
  return found ?? { fault: fault({ file: basename(zip), line: 1 }, 'unknown-format', complaint) }
}

/** At the root, in `course/`, or in either place of a folder at the top. */
const isHome = (name: string) => {
  const folders = name.split('/').slice(0, -1)
  return folders.length < 2 || folders[1] === 'course'
}

const isWithin = (name: string, root: string) => root === '' || root === '.' || name.startsWith(`${root}/`)

const chosen = (names: string[]) => new Map(names.map((name) => [name, name]))
