import { basename } from 'node:path'
import { readBytes } from '../read-bytes.ts'
import type { Fault } from '../report.ts'
import { decodeText } from '../utf8.ts'

/** In bytes: some hundred thousand rows. */
const MAX_BYTES = 25_000_000

/** The text of a file of at most 25 MB, or the fault that keeps it from being read. */
export async function readText(path: string): Promise<string | Fault> {
  const bytes = await readBytes(path, MAX_BYTES)
  return Buffer.isBuffer(bytes) ? decodeText(basename(path), bytes) : bytes
}
