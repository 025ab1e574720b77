import type { Side } from '../document.ts'
import { languageNamed } from '../languages.ts'
import type { Language } from '../pairs/languages.ts'

/** What Tatoeba keeps apart and BCP 47 joins, or the other way round. */
const OTHERS: Record<string, string> = {
  cmn: 'zh',
  nob: 'no',
  nb: 'no',
  lvs: 'lv',
  ekk: 'et',
  zsm: 'ms',
  pes: 'fa',
  arb: 'ar',
  tgl: 'fil',
  tl: 'fil'
}

/** The language of an ISO 639-3 code or a BCP 47 tag, in one spelling: `spa` and `es-MX` are `es`. */
export function primaryLanguage(code: string): string {
  let primary = code.toLowerCase().split('-')[0]!
  try {
    primary = new Intl.Locale(primary).language
  } catch {
    // Tatoeba has codes of its own, too.
  }
  return OTHERS[primary] ?? primary
}

/** A function that tells which side of a course the sentences in a language are, by its code as Tatoeba writes it. */
export function sideOfCode(languages: Record<Side, Language>): (code: string) => Side | undefined {
  const [target, source] = [primaryLanguage(languages.target.code), primaryLanguage(languages.source.code)]
  const known = new Map<string, Side | undefined>()
  return (code) => {
    if (!known.has(code) && known.size < 1_000) {
      const primary = primaryLanguage(code)
      known.set(code, primary === target ? 'target' : primary === source ? 'source' : undefined)
    }
    return known.get(code)
  }
}

const NAMES = /^Sentence pairs in ([^-]+)-([^-]+?)(?: - .*)?\.tsv$|^([a-z]{3})-([a-z]{3})_links\./

/** The languages that the names of Tatoeba's files tell, in their order; those that are known decide which is which. */
export function toldByNames(
  names: readonly string[],
  given: Partial<Record<Side, Language>>
): Partial<Record<Side, Language>> {
  for (const name of names) {
    const found = NAMES.exec(name)
    const [first, second] = [found?.[1] ?? found?.[3], found?.[2] ?? found?.[4]].map(
      (each) => each && languageNamed(each)
    )
    if (!first || !second) continue
    const isOther = (side: Side, { code }: Language) =>
      given[side] && primaryLanguage(given[side].code) === primaryLanguage(code)
    return isOther('target', second) || isOther('source', first)
      ? { target: second, source: first }
      : { target: first, source: second }
  }
  return {}
}
