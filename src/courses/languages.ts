let names: Intl.DisplayNames | undefined

// Made when first used: that takes as long as loading twenty files.
const englishName = (tag: string): string | undefined => {
  names ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  return names.of(tag)
}

/**
 * The BCP 47 tag to store for a language, `und` where there is none, and the complaint if that is not the tag given: it is
 * malformed, or not the preferred one (`rus` for `ru`), or unknown where the language's English name has another (`srb`
 * for Serbian, `sr`).
 */
export function languageTag(given: string | undefined, name: string): { code: string; complaint?: string } {
  const byName = tagOfName(name)
  if (!given) return { code: byName ?? 'und', complaint: `${name} has no tag` }
  const canonical = canonicalTag(given)
  if (!canonical) {
    const code = canonicalTag(given.replaceAll('_', '-')) ?? byName ?? 'und'
    return { code, complaint: `“${given}” cannot be used as a language tag` }
  }
  const primary = canonical.split('-')[0]!
  const isKnown = englishName(primary) !== undefined
  if (byName && !isKnown) return { code: byName, complaint: `“${given}” is not known as a tag of ${name}` }
  // The registry has far more three-letter subtags than Intl has names for, and none of four letters or more.
  if (!isKnown && primary.length !== 3) return { code: 'und', complaint: `“${given}” is the tag of no language` }
  if (canonical.toLowerCase() === given.toLowerCase()) return { code: canonical }
  return { code: canonical, complaint: `“${given}” is not the preferred tag` }
}

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** The two-letter tag of a language by its English name. */
const tagOfName = (name: string): string | undefined => tagsByName().get(name.toLowerCase())

let tags: Map<string, string> | undefined

function tagsByName(): Map<string, string> {
  if (tags) return tags
  tags = new Map()
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index))
  for (const tag of letters.flatMap((first) => letters.map((second) => canonicalTag(first + second)!))) {
    const name = englishName(tag)?.toLowerCase()
    if (name !== undefined && !tags.has(name)) tags.set(name, tag)
  }
  return tags
}

/** A language by its BCP 47 tag, under its English name. Throws `RangeError` where the tag has not the form of one. */
export function languageByTag(tag: string): { code: string; name: string } {
  const code = Intl.getCanonicalLocales(tag)[0]!
  return { code, name: englishName(code) ?? code }
}

/** Tags that are more often the header of something else: numbers. */
const ORDINARY_WORDS = new Set(['id', 'no'])

/** The language that a column is named after, by its English name or its tag; undefined where it is named otherwise. */
export function languageNamed(header: string): { code: string; name: string } | undefined {
  const written = header.trim()
  if (written.length > 40 || ORDINARY_WORDS.has(written.toLowerCase())) return undefined
  const byName = tagOfName(written)
  if (byName) return { code: byName, name: englishName(byName)! }
  const code = /^[a-z]{2,3}([-_][a-z]{2,4})?$/i.test(written) ? canonicalTag(written.replace('_', '-')) : undefined
  const name = code && englishName(code)
  return name === undefined ? undefined : { code: code!, name }
}
