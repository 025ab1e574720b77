import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip, and what the zip says of it where that is not the truth. */
export interface Packed {
  name: string
  content: string | Buffer
  /** Bits of the header: 1 for encrypted. */
  flags?: number
  /** The Unix mode, with its file type. */
  mode?: number
  method?: number
  claims?: { size?: number; crc?: number }
}

/** The bytes of a zip, honest or not. */
export function zipOf(files: readonly Packed[], { entries = files.length } = {}): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, flags = 0, mode = 0o100644, method = 8, claims = {} } of files) {
    const raw = typeof content === 'string' ? Buffer.from(content) : content
    const data = method === 0 ? raw : deflateRawSync(raw, { level: 1 })
    const path = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags | 0x800, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(claims.crc ?? crc32(raw), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(claims.size ?? raw.length, 18)
    common.writeUInt16LE(path.length, 22)
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, path])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, rest, path]))
    local.push(header, data)
    offset += header.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries, 4)
  end.writeUInt16LE(entries, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end])
}
