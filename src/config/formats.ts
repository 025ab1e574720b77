import pg from 'pg'
import { parseTrustedProxies } from '../http/trusted-proxies.ts'

/** What the schema of the configuration asks of texts beyond their pattern, by the name of its `format`. */
export const formats = {
  // A client that is not connected only reads its URL.
  'postgres-url': (text: string) =>
    /^postgres(ql)?:\/\//.test(text) && isReadable(() => new pg.Client({ connectionString: text })),
  origins: (list: string) => list === '' || list.split(',').every(isOrigin),
  'trusted-proxies': (text: string) => isReadable(() => parseTrustedProxies(text))
}

/** As browsers send it: lower case, no path, no default port; anything else would match no request. */
const isOrigin = (text: string) => /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
