import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { canonicalText, contentOf } from '../courses/canonical.ts'
import type { CourseDocument } from '../courses/document.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** A course as its revisions keep it: compressed text (dictionaries repeat themselves, 12 MB become 0.4), and what tells it apart. */
export async function pack(course: CourseDocument): Promise<{ document: Buffer; content: string }> {
  const text = canonicalText(course)
  return { document: await compress(text), content: contentOf(text) }
}

/** The JSON text of a kept course. */
export const unpackText = (document: Buffer): Promise<Buffer> => decompress(document)

/** A kept course. */
export const unpack = async (document: Buffer): Promise<CourseDocument> =>
  JSON.parse((await unpackText(document)).toString())
