const systems: [name: string, sign: RegExp][] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['ChromeOS', /CrOS/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/]
]

// Most browsers name others as well, to be taken for them.
const browsers: [name: string, sign: RegExp][] = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Version\/.*Safari\//]
]

const LONGEST = 60

/** What its owner may know a device by, from its `User-Agent`: `Firefox on Linux`, or what an app calls itself. */
export function deviceName(header: string | undefined): string {
  const userAgent = header?.slice(0, 300)
  const nameIn = (list: typeof systems) => list.find(([, sign]) => sign.test(userAgent ?? ''))?.[0]
  const [browser, system] = [nameIn(browsers), nameIn(systems)]
  if (browser && system) return `${browser} on ${system}`
  const app = userAgent?.replace(/[^\x20-\x7e]/g, '').split(/[ /(]/)[0]
  return (browser ?? (app && system ? `${app} on ${system}` : app))?.slice(0, LONGEST) || 'Unknown device'
}
