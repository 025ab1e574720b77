import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createZstdCompress, zstdDecompress } from 'node:zlib'
import { canonicalText, contentName } from '../courses/canonical.ts'
import type { CourseDocument } from '../courses/document.ts'

const decompress = promisify(zstdDecompress)

/** A course as its revisions keep it: compressed text (dictionaries repeat themselves, 12 MB become 0.4), and what tells it apart. */
export async function pack(course: CourseDocument): Promise<{ document: Buffer; content: string }> {
  const fingerprint = createHash('sha256')
  const pieces = canonicalText(course).map((piece) => {
    fingerprint.update(piece)
    return piece
  })
  const compressor = createZstdCompress()
  const [document] = await Promise.all([buffer(compressor), pipeline(Readable.from(pieces), compressor)])
  return { document, content: contentName(fingerprint) }
}

/** The JSON text of a kept course. */
export const unpackText = (document: Buffer): Promise<Buffer> => decompress(document)

/** A kept course. */
export const unpack = async (document: Buffer): Promise<CourseDocument> =>
  JSON.parse((await unpackText(document)).toString())
