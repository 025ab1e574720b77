import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import type { CourseDocument } from './document.ts'
import { type FormatName, formatByName, formats, type Languages } from './formats.ts'
import { unreadable } from './read-bytes.ts'
import { type Fault, fault, quote } from './report.ts'
import { unpackCourse } from './zipped-course.ts'

/** The size of a file, in bytes, above which it isn't even looked into. */
const MAX_FILE = 100_000_000

export interface ReadOptions extends Languages {
  /** Where the path's own name does not tell. */
  format?: FormatName
  /** An empty folder for what is unpacked; without one a temporary folder is made and removed. */
  scratch?: string
  /** Told of the files that were read, of so many. */
  progress?: (done: number, of: number) => void
}

export interface ReadCourse {
  /** `undefined` where nothing could be told of the format. */
  format: FormatName | undefined
  /** None where nothing can be stored; the faults tell why. */
  course: CourseDocument | undefined
  faults: Fault[]
}

/**
 * Reads a course from a file or folder, in the format given or the one that it looks like. Whatever is wrong with it is a
 * fault, nothing of it is thrown.
 */
export async function readCourse(path: string, options: ReadOptions = {}): Promise<ReadCourse> {
  const found = await kindOf(path)
  if (typeof found !== 'string') return refused(undefined, found)
  if (found === 'folder') return readAs(options.format ?? 'librelingo', path, options)
  if (extname(path).toLowerCase() === '.zip' || options.format === 'librelingo') return readZip(path, options)
  const format = options.format ?? formatByName(path)
  if (format) return readAs(format, path, options)
  const known = Object.values(formats).flatMap((each): readonly string[] => each.extensions)
  const message = `Nothing tells the format of ${quote(basename(path))}: name it, or end its name with one of ${['zip', ...known].join(', ')}`
  return refused(undefined, fault({ file: basename(path), line: 1 }, 'unknown-format', message))
}

const refused = (format: FormatName | undefined, ...faults: Fault[]): ReadCourse => ({
  format,
  course: undefined,
  faults
})

async function kindOf(path: string): Promise<'folder' | 'file' | Fault> {
  const place = { file: basename(path), line: 1 }
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) return 'folder'
    if (!stats.isFile()) return fault(place, 'unreadable-file', 'Neither a file nor a folder')
    if (stats.size <= MAX_FILE) return 'file'
    return fault(place, 'too-large', `${stats.size} bytes: ${MAX_FILE} is the limit, split the course`)
  } catch (error) {
    return unreadable(path, error)
  }
}

async function readAs(format: FormatName, path: string, options: ReadOptions): Promise<ReadCourse> {
  return { format, ...(await formats[format].read(path, options)) }
}

/** Reads what is packed: a LibreLingo folder, or else the one file of a known format. */
async function readZip(path: string, options: ReadOptions): Promise<ReadCourse> {
  const scratch = options.scratch ?? (await mkdtemp(join(tmpdir(), 'parlance-')))
  try {
    const unpacked = await unpackCourse(path, scratch)
    if ('fault' in unpacked) return refused(options.format, unpacked.fault)
    return await readAs(options.format ?? unpacked.format, unpacked.path, options)
  } finally {
    if (!options.scratch) await rm(scratch, { recursive: true, force: true })
  }
}
