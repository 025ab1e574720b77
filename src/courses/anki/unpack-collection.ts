import { createReadStream, createWriteStream } from 'node:fs'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdDecompress } from 'node:zlib'
import { type Fault, fault } from '../report.ts'
import { unpack } from '../zip.ts'

/** In bytes. A collection has texts alone. */
const MOST = 100_000_000

/** 2²⁵ bytes are held in memory; Anki's have a tenth of that. */
const LARGEST_WINDOW = 25

/** In bytes: each piece costs a system call, and a collection has many MB. */
const PIECE = 2 ** 18

/** The newest first: beside it lies an older one for older versions, whose only note says that they are too old. */
const NAMES = ['collection.anki21b', 'collection.anki21', 'collection.anki2']

/** Unpacks a package's collection into an empty folder, and gives the path of the database, or the fault it has. */
export async function unpackCollection(path: string, folder: string): Promise<{ database: string } | { fault: Fault }> {
  let name: string | undefined
  const failed = await unpack(path, folder, MOST, (all) => {
    name = NAMES.find((each) => all.includes(each))
    return new Map(name === undefined ? [] : [[name, name]])
  })
  if (failed) return { fault: failed }
  const malformed = (message: string) => ({
    fault: fault({ file: basename(path), line: 1 }, 'malformed-collection', `${message}: export it from Anki again`)
  })
  if (name === undefined) return malformed('The package has no collection')
  const packed = join(folder, name)
  if (name !== NAMES[0]) return { database: packed }
  const database = join(folder, 'collection')
  try {
    await pipeline(
      createReadStream(packed),
      createZstdDecompress({ chunkSize: PIECE, params: { [constants.ZSTD_d_windowLogMax]: LARGEST_WINDOW } }),
      atMost(MOST),
      createWriteStream(database)
    )
    return { database }
  } catch (error) {
    if (error instanceof TooMuch) return malformed(`The collection has more than ${MOST} bytes`)
    const { code = '' } = error as NodeJS.ErrnoException
    if (/^Z(STD)?_/.test(code)) return malformed(`The collection is damaged (${code})`)
    throw error
  }
}

class TooMuch extends Error {
  override readonly name = 'TooMuch'
}

function atMost(bytes: number): Transform {
  let left = bytes
  return new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length
      if (left < 0) done(new TooMuch())
      else done(null, chunk)
    }
  })
}
