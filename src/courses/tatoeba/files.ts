import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Files of Tatoeba's by what their lines have. */
export interface TatoebaFiles {
  /** Id, language, text. */
  sentences: string[]
  /** Id, id. */
  links: string[]
  /** Id, text, id, text: as its page for downloads makes them. */
  pairs: string[]
  others: string[]
}

const MOST_FILES = 500

/** The tables in a folder, or the one file, by what they are; throws what the file system does. */
export async function tatoebaFiles(path: string): Promise<TatoebaFiles> {
  const files: TatoebaFiles = { sentences: [], links: [], pairs: [], others: [] }
  const isFolder = (await stat(path)).isDirectory()
  const names = isFolder ? (await readdir(path)).sort().slice(0, MOST_FILES) : []
  for (const file of isFolder ? names.map((name) => join(path, name)) : [path]) {
    if (!(await stat(file)).isFile()) continue
    files[/\.(csv|tsv|txt)$/i.test(file) ? await kindOf(file) : 'others'].push(file)
  }
  return files
}

async function kindOf(path: string): Promise<keyof TatoebaFiles> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0)
  const [line = ''] = buffer
    .toString('utf8', 0, bytesRead)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  if (/^\d+\t(\\N|[a-z_]{2,10})\t/.test(line)) return 'sentences'
  if (/^\d+\t[^\t]*\t\d+\t/.test(line)) return 'pairs'
  // There are other tables of two ids.
  return /^\d+\t\d+$/.test(line) && /link/i.test(basename(path)) ? 'links' : 'others'
}
