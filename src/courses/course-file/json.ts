import type { Path } from './paths.ts'

/** A text is not JSON, from this place on. */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** What a JSON text holds beside its values: how many those are, the keys given twice, and where wanted values begin. */
export interface JsonScan {
  values: number
  repeated: { key: string; offset: number }[]
  /** Where the value of a path begins or, if there is none, the nearest that holds it. */
  offsetOf(path: Path): number
}

const MAX_DEPTH = 50
/** Of one object; a course's have a dozen. */
const MAX_KEYS = 1_000
const MOST_REPEATED = 1_000

/** A value that is wanted, on the way to one or both. */
interface Wanted {
  offset?: number
  children: Map<string, Wanted>
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or the end' | 'nothing more'

interface Container {
  isArray: boolean
  index: number
  key: string | undefined
  keys: Set<string>
  wanted: Wanted | undefined
}

/**
 * Reads a JSON text without making anything of it, as `JSON.parse` tells no places: throws `MalformedJson` at the first
 * thing out of place. Numbers and the escapes in texts are left for `JSON.parse` to check.
 */
export function scanJson(text: string, paths: readonly Path[] = []): JsonScan {
  const root = paths.length > 0 ? wantedOf(paths) : undefined
  const open: Container[] = []
  const repeated: JsonScan['repeated'] = []
  let values = 0
  let expected = 'value' as Expected

  const fail = (at: number): never => {
    throw new MalformedJson(at < text.length ? `Expected ${expected} here` : 'The text ends too early', at)
  }
  const beginValue = (at: number): Wanted | undefined => {
    if (expected !== 'value' && expected !== 'value or ]') fail(at)
    values++
    const within = open.at(-1)
    const wanted = within ? within.wanted?.children.get(within.isArray ? String(within.index) : within.key!) : root
    if (wanted) wanted.offset ??= at
    return wanted
  }
  const endValue = () => {
    expected = open.length ? ', or the end' : 'nothing more'
  }

  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    const within = open.at(-1)
    switch (char) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break
      case '{':
      case '[': {
        const wanted = beginValue(at)
        const isArray = char === '['
        if (open.push({ isArray, index: 0, key: undefined, keys: new Set(), wanted }) > MAX_DEPTH)
          throw new MalformedJson('Nested too deeply', at)
        expected = isArray ? 'value or ]' : 'key or }'
        break
      }
      case '}':
      case ']':
        if (within?.isArray !== (char === ']')) fail(at)
        if (expected !== ', or the end' && !expected.endsWith(char)) fail(at)
        open.pop()
        endValue()
        break
      case ',':
        if (!within || expected !== ', or the end') fail(at)
        within!.index++
        expected = within!.isArray ? 'value' : 'key'
        break
      case ':':
        if (expected !== ':') fail(at)
        expected = 'value'
        break
      case '"': {
        const end = endOfText(text, at)
        if (end < 0) throw new MalformedJson('A text has no end', at)
        if (expected === 'key' || expected === 'key or }') {
          const key = unescaped(text.slice(at, end + 1))
          if (within!.keys.has(key) && repeated.length < MOST_REPEATED) repeated.push({ key, offset: at })
          if (within!.keys.add(key).size > MAX_KEYS)
            throw new MalformedJson(`The object has more than ${MAX_KEYS} fields`, at)
          within!.key = key
          expected = ':'
        } else {
          beginValue(at)
          endValue()
        }
        at = end
        break
      }
      default: {
        literal.lastIndex = at
        const word = literal.exec(text)?.[0]
        if (!word) fail(at)
        beginValue(at)
        endValue()
        at += word!.length - 1
      }
    }
  }
  if (expected !== 'nothing more') fail(text.length)
  return { values, repeated, offsetOf: (path) => nearest(root, path) }
}

const literal = /true|false|null|-?\d[\d.eE+-]*/y

/** The index of the quotation mark that ends the text which begins at another. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slash = end - 1
    while (text[slash] === '\\') slash--
    if ((end - slash) % 2 === 1) return end
  }
  return -1
}

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted)
  } catch {
    return quoted
  }
}

function wantedOf(paths: readonly Path[]): Wanted {
  const root: Wanted = { children: new Map() }
  for (const path of paths) {
    let node = root
    for (const part of path.map(String)) {
      const child = node.children.get(part) ?? { children: new Map() }
      node.children.set(part, child)
      node = child
    }
  }
  return root
}

function nearest(root: Wanted | undefined, path: Path): number {
  let offset = root?.offset ?? 0
  let node = root
  for (const part of path) {
    node = node?.children.get(String(part))
    if (node?.offset === undefined) break
    offset = node.offset
  }
  return offset
}
