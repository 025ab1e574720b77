import { isUtf8 } from 'node:buffer'
import { type Fault, fault } from './report.ts'

/** A file's text without a byte order mark, or the fault that keeps its bytes from being read as UTF-8. */
export function decodeText(file: string, bytes: Buffer): string | Fault {
  if (isUtf16(bytes)) return fault({ file, line: 1 }, 'utf-16', 'The file is UTF-16: save it as UTF-8')
  if (!isUtf8(bytes)) return fault({ file, line: firstBadLine(bytes) }, 'not-utf8', 'Save the file as UTF-8')
  return new TextDecoder().decode(bytes)
}

/** By its byte order mark or, where there is none, by zeros in every other byte of its beginning. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfffe || mark === 0xfeff) return true
  const start = bytes.subarray(0, 200)
  const zeros = (parity: number) => start.filter((byte, index) => byte === 0 && index % 2 === parity).length
  return Math.max(zeros(0), zeros(1)) > Math.max(3, start.length / 4)
}

function firstBadLine(bytes: Buffer): number {
  let line = 1
  for (let start = 0; ; line++) {
    const end = bytes.indexOf('\n', start)
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
}
