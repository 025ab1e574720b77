import { hkdfSync } from 'node:crypto'

/** A key of 32 bytes for one purpose, drawn from the server's secret (RFC 5869), which itself signs tokens. */
export const derivedKey = (serverSecret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', serverSecret, '', `parlance/${purpose}/v1`, 32))
