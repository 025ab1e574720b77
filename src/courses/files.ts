import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { type Fault, fault, type Place, quote } from './report.ts'
import { decodeText } from './utf8.ts'

const MAX_BYTES = 10_000_000

/**
 * The text of one file of a course, or the fault that keeps it from being read.
 * @param root the course folder, as `realpath` gives it: nothing outside it is read, by path or by symlink
 * @param listedAt where the course names the file
 */
export async function readFileWithin(root: string, file: string, listedAt: Place): Promise<string | Fault> {
  if (isOutside(file)) return outside(file, listedAt)
  const whole = { file, line: 1 }
  try {
    const path = await realpath(join(root, file))
    if (!path.startsWith(root + sep)) return outside(file, listedAt)
    const stats = await stat(path)
    if (!stats.isFile()) return fault(whole, 'unreadable-file', 'Not a regular file')
    if (stats.size > MAX_BYTES)
      return fault(whole, 'too-large', `${stats.size} bytes: split the file, ${MAX_BYTES} is the limit`)
    return decodeText(file, await readFile(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return fault(listedAt, 'missing-file', `There is no ${file}: add it, or take it out of the list`)
    return fault(whole, 'unreadable-file', `The file cannot be read (${code})`)
  }
}

const isOutside = (file: string) => isAbsolute(file) || normalize(file).split(sep)[0] === '..'

const outside = (file: string, listedAt: Place) =>
  fault(listedAt, 'outside-folder', `${quote(file)} is outside the course folder: move it inside`)
