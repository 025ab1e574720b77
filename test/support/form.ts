/** A multipart form with a file in it, and the header that goes with it. */
export function formOf(fields: Record<string, string | { name: string; content: string | Buffer }>): {
  body: Buffer
  headers: Record<string, string>
} {
  const boundary = 'a-boundary-that-nothing-has'
  const parts = Object.entries(fields).map(([field, value]) => {
    const [fileName, content] = typeof value === 'string' ? ['', value] : [`; filename="${value.name}"`, value.content]
    const type = fileName && '\r\nContent-Type: application/octet-stream'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${fileName}${type}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')])
  })
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }
  }
}
