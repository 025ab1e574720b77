import { createReadStream } from 'node:fs'

const CHUNK = 1 << 18

/** In bytes; no sentence of Tatoeba's has a tenth of it. */
const LONGEST = 1 << 16

/**
 * Hands over a file's lines as bytes, one after another, without their breaks and a byte order mark, and with their numbers
 * from 1. Of the file no more than a piece is ever in memory; a line of more than 64 KB comes empty.
 */
export async function eachLine(path: string, take: (line: Buffer, number: number) => void): Promise<void> {
  let number = 0
  let begun: Buffer[] = []
  let held = 0
  const keep = (part: Buffer) => {
    held += part.length
    if (held <= LONGEST) begun.push(part)
    else begun = []
  }
  const end = (part: Buffer) => {
    if (held > 0) keep(part)
    const line = held === 0 ? part : held <= LONGEST ? Buffer.concat(begun) : Buffer.alloc(0)
    begun = []
    held = 0
    take(trimmed(line.length > LONGEST ? Buffer.alloc(0) : line, ++number === 1), number)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let stop = chunk.indexOf(10); stop >= 0; stop = chunk.indexOf(10, start)) {
      end(chunk.subarray(start, stop))
      start = stop + 1
    }
    if (start < chunk.length) keep(chunk.subarray(start))
  }
  if (held > 0) end(Buffer.alloc(0))
}

function trimmed(line: Buffer, isFirst: boolean): Buffer {
  const start = isFirst && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0
  return line.subarray(start, line.at(-1) === 13 ? line.length - 1 : line.length)
}

/** The cells of a line, divided by tabs, at most so many; what follows the last is left out. */
export function cellsOf(line: Buffer, most: number): Buffer[] {
  const cells: Buffer[] = []
  for (let start = 0; cells.length < most; ) {
    const tab = line.indexOf(9, start)
    cells.push(line.subarray(start, tab < 0 ? line.length : tab))
    if (tab < 0) break
    start = tab + 1
  }
  return cells
}

/** Ids are below 2²⁶, so that two fit a number; Tatoeba has given a fifth of them. */
export const IDS = 2 ** 26

/** The id that a cell has, or 0. */
export function idOf(cell: Buffer | undefined): number {
  let id = 0
  for (const digit of cell ?? []) {
    if (digit < 48 || digit > 57) return 0
    id = id * 10 + digit - 48
    if (id >= IDS) return 0
  }
  return id
}
