import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Fault, fault } from './report.ts'

/** The content of one file of at most so many bytes, or the fault that keeps it from being read. */
export async function readBytes(path: string, most: number): Promise<Buffer | Fault> {
  const place = { file: basename(path), line: 1 }
  try {
    await using file = await open(path)
    const stats = await file.stat()
    if (!stats.isFile()) return fault(place, 'unreadable-file', 'Not a regular file')
    if (stats.size > most) return fault(place, 'too-large', `${stats.size} bytes: ${most} is the limit, split the file`)
    return await file.readFile()
  } catch (error) {
    return unreadable(path, error)
  }
}

/** The fault for a path that cannot be opened. */
export function unreadable(path: string, error: unknown): Fault {
  const { code } = error as NodeJS.ErrnoException
  const place = { file: basename(path), line: 1 }
  if (code === 'ENOENT' || code === 'ENOTDIR') return fault(place, 'missing-file', `There is no ${path}`)
  return fault(place, 'unreadable-file', `${path} cannot be read (${code})`)
}
