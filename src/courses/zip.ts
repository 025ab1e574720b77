import { mkdir, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl'
import { type Fault, type FaultCode, fault, quote } from './report.ts'

/** A whole course in text has a few thousand files and some MB. */
const MAX_ENTRIES = 10_000
const MAX_TOTAL = 50_000_000

/** Why a zip is refused as a whole. */
class RefusedZip extends Error {
  override readonly name = 'RefusedZip'
  readonly code: FaultCode

  constructor(code: FaultCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Unpacks files of a zip into an empty folder: `choose` gets the names of all files and gives, by name, the path below the
 * folder for those that are wanted. Sizes are counted while unpacking, whatever the zip says of them. A zip with anything
 * hostile in it is refused as a whole, with the fault that tells why; the folder may then hold part of it.
 * @param most the limit of a single file, in bytes
 */
export async function unpack(
  path: string,
  folder: string,
  most: number,
  choose: (names: string[]) => Map<string, string>
): Promise<Fault | undefined> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    const entries = await entriesOf(zip)
    const wanted = choose([...entries.keys()])
    let left = MAX_TOTAL
    for (const [name, to] of wanted)
      left -= await unpackEntry(zip, entries.get(name)!, name, join(folder, to), Math.min(left, most), most)
    return undefined
  } catch (error) {
    const place = { file: basename(path), line: 1 }
    if (error instanceof RefusedZip) return fault(place, error.code, error.message)
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'EMFILE') throw error
    if (/encrypt/.test(message)) return fault(place, 'zip-encrypted', ENCRYPTED)
    return fault(place, 'zip-damaged', `The zip is damaged (${message}): pack it again`)
  } finally {
    zip?.close()
  }
}

const ENCRYPTED = 'The zip is encrypted: pack it without a password'

/** The files of a zip by their names; throws `RefusedZip` where one is not to be trusted. */
async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  // No more are read than the zip says.
  if (zip.entryCount > MAX_ENTRIES)
    throw new RefusedZip('zip-bomb', `More than ${MAX_ENTRIES} files: pack the course alone`)
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry)
    if (isLink(entry))
      throw new RefusedZip('zip-link', `${quote(name)} is a symbolic link: pack the file itself in its place`)
    if (entry.isEncrypted()) throw new RefusedZip('zip-encrypted', ENCRYPTED)
    if (name.endsWith('/')) continue
    if (entries.has(name)) throw new RefusedZip('zip-damaged', `${quote(name)} is there twice: pack the course again`)
    entries.set(name, entry)
  }
  return entries
}

function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true)
  const parts = name.replace(/\/$/, '').split('/')
  // A NUL would cut the name, and `.` or nothing between slashes make it another than it seems.
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part.length <= 255 && !part.includes('\0'))
  if (validateFileName(name) !== null || !isPlain)
    throw new RefusedZip('zip-path', `${quote(name)} is no path within the zip: pack the course's folder itself`)
  return name
}

const UNIX = [3, 19]

/** By the file type among the mode bits that Unix and macOS write. */
const isLink = ({ versionMadeBy, externalFileAttributes }: Entry) =>
  UNIX.includes(versionMadeBy >>> 8) && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000

/** Writes one file, and gives its bytes. */
async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  name: string,
  to: string,
  allowed: number,
  most: number
): Promise<number> {
  if (!entry.canDecodeFileData())
    throw new RefusedZip('zip-damaged', `${quote(name)} is packed in a way that is not known: use deflate`)
  await mkdir(dirname(to), { recursive: true })
  await using file = await open(to, 'wx')
  let bytes = 0
  let sum = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    bytes += chunk.length
    if (bytes > allowed)
      throw new RefusedZip('zip-bomb', `${quote(name)} unpacks to more than ${Math.min(allowed, most)} bytes: split it`)
    sum = crc32(chunk, sum)
    await file.write(chunk)
  }
  if (sum !== entry.crc32) throw new RefusedZip('zip-damaged', `${quote(name)} is damaged: pack the course again`)
  return bytes
}
