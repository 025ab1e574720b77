/** Whether a text is a BCP 47 language tag (RFC 5646) in its form; whether the language exists is not asked. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
