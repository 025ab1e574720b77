import { readSync } from 'node:fs'

// https://www.sqlite.org/fileformat.html
const HEADER = 100
const INTERIOR = new Set([0x02, 0x05])
const LEAF = new Set([0x0a, 0x0d])

/**
 * Whether these trees of an SQLite file have every page once. SQLite follows a crafted tree that leads back into itself
 * nearly for ever, and nothing in this process could stop it.
 * @param fd of the open file, of so many bytes
 * @param roots numbers of pages, from 1
 */
export function areTreesSound(fd: number, bytes: number, roots: readonly number[]): boolean {
  const pageSize = pageSizeOf(fd)
  if (pageSize === undefined) return false
  const count = Math.floor(bytes / pageSize)
  const seen = new Uint8Array(count + 1)
  const page = Buffer.alloc(pageSize)
  const waiting = [...roots]
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (number < 1 || number > count || seen[number]) return false
    seen[number] = 1
    readSync(fd, page, 0, pageSize, (number - 1) * pageSize)
    const children = childrenOf(page, number === 1 ? HEADER : 0)
    if (!children) return false
    waiting.push(...children)
  }
  return true
}

function pageSizeOf(fd: number): number | undefined {
  const header = Buffer.alloc(HEADER)
  if (readSync(fd, header, 0, HEADER, 0) < HEADER || header.toString('latin1', 0, 15) !== 'SQLite format 3')
    return undefined
  const size = header.readUInt16BE(16)
  if (size === 1) return 65_536
  return size >= 512 && (size & (size - 1)) === 0 ? size : undefined
}

/** The pages that a page leads to, none from a leaf; undefined where it is no page of a tree. */
function childrenOf(page: Buffer, start: number): number[] | undefined {
  const type = page[start]!
  if (LEAF.has(type)) return []
  if (!INTERIOR.has(type)) return undefined
  const cells = page.readUInt16BE(start + 3)
  if (start + 12 + cells * 2 > page.length) return undefined
  const children = [page.readUInt32BE(start + 8)]
  for (let cell = 0; cell < cells; cell++) {
    const at = page.readUInt16BE(start + 12 + cell * 2)
    if (at + 4 > page.length) return undefined
    children.push(page.readUInt32BE(at))
  }
  return children
}
