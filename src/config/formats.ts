import pg from 'pg'
import { parseTrustedProxies } from '../http/trusted-proxies.ts'
import { readKeySet } from './token-keys.ts'

/** What the schema of the configuration asks of texts beyond their pattern, by the name of its `format`. */
export const formats = {
  // A client that is not connected only reads its URL.
  'postgres-url': (text: string) =>
    /^postgres(ql)?:\/\//.test(text) && isReadable(() => new pg.Client({ connectionString: text })),
  'smtp-url': isMailServer,
  mailbox: (text: string) => mailbox.test(text),
  'public-url': isPageUrl,
  // With a number for a path at most: of any other, the client would use database 0 and say nothing.
  'redis-url': (text: string) =>
    /^rediss?:\/\/[^/?#]+(\/\d*)?$/.test(text) && isReadable(() => decodeURIComponent(new URL(text).href)),
  origins: (list: string) => list === '' || list.split(',').every(isOrigin),
  'token-keys': (text: string) => isReadable(() => readKeySet(text)),
  'trusted-proxies': (text: string) => isReadable(() => parseTrustedProxies(text))
}

/** As browsers send it: lower case, no path, no default port; anything else would match no request. */
const isOrigin = (text: string) => /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text

function isMailServer(text: string): boolean {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return false
  const { hostname, username, password } = new URL(text)
  return hostname !== '' && isReadable(() => decodeURIComponent(username + password))
}

/** As a path can be added to it, and as a browser would write it. */
function isPageUrl(text: string): boolean {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false
  const { origin, pathname } = new URL(text)
  return text === origin || (text === origin + pathname && !text.endsWith('/'))
}

const address = '[^\\s<>@,;:"]+@[^\\s<>@,;:"]+'
/** `name@host` or `Name <name@host>`. */
const mailbox = new RegExp(`^(${address}|("[^"\\r\\n]*"|[^"<>@,;:\\r\\n]+) <${address}>)$`)

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
